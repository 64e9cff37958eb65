import type { Command } from "commander";
import { CreditsDocument, WhoAmIDocument } from "@berth/client-sdk";
import { Ended } from "../ended.ts";
import { keepToken, readServer, setSetting, settingsThere } from "../kept/settings.ts";
import type { Run } from "../run.ts";
import { askSecret, readStdin } from "../terminal/questions.ts";
import { facts, table } from "../terminal/table.ts";
import { doing, examples } from "./command.ts";

export function addAccount(program: Command): void {
  const login = program
    .command("login")
    .description("keep an API key for this computer; it is read from a question, or from stdin in a pipe")
    .argument("[server]", "where Berth is found, such as https://berth.example");
  examples(login, "berth login http://127.0.0.1:4000", "berth login < key-file");
  doing(login, logIn);

  const credits = program
    .command("credits")
    .description("what there is to spend, what is held, and what expires");
  examples(credits, "berth credits", "berth credits --json");
  doing(credits, showCredits);

  const config = program.command("config").description("what is usual on this computer");
  const show = config.command("show", { isDefault: true }).description("every setting, and where the key is");
  examples(show, "berth config show");
  doing(show, showConfig);
  const set = config
    .command("set")
    .description("change a setting; an empty value sets it back")
    .argument("<setting>", settingsThere.map(({ word }) => word).join(", "))
    .argument("<value>");
  examples(set, "berth config set time-zone Europe/Berlin", "berth config set hours 2");
  doing(set, changeConfig);
}

async function logIn(run: Run, [server]: string[]): Promise<void> {
  if (server) run.settings.server = readServer(server);
  const asks = process.stdin.isTTY;
  const token = asks
    ? await askSecret(`API key for ${run.settings.server} (it is not shown): `, run.signal)
    : await readStdin();
  if (!token) throw new Ended("usage", "No key was given. Make one in the console under Settings, Keys.");
  const berth = run.connect(token);
  const { viewer, account } = await berth.ask(WhoAmIDocument, {}, { signal: run.signal });
  // A key is of one server: what is asked next goes where it was taken.
  setSetting(run.env, "server", run.settings.server);
  const file = keepToken(run.env, token);
  run.print(`Signed in to ${account.name}. The key is kept in ${file}, for you alone to read.`, {
    server: run.settings.server,
    account,
    actions: viewer.actions,
    keptIn: file,
  });
}

async function showConfig(run: Run): Promise<void> {
  let from: string | null = null;
  try {
    from = run.token.from;
  } catch (error) {
    if (!(error instanceof Ended) || error.code !== "UNAUTHENTICATED") throw error;
  }
  const { settings } = run;
  run.print(
    () =>
      facts(
        [
          ...settingsThere.map(
            ({ name, word }) => [word, settings[name] === null ? "–" : String(settings[name])] as const,
          ),
          ["key", from ? `from ${from}` : "none; run `berth login`"],
        ],
        run.width,
      ),
    { settings, keyFrom: from },
  );
}

async function changeConfig(run: Run, [word = "", value = ""]: string[]): Promise<void> {
  setSetting(run.env, word, value);
  run.print(value === "" ? `${word} is as usual again.` : `${word} is ${value} from now on.`, {
    setting: word,
    value: value || null,
  });
}

async function showCredits(run: Run): Promise<void> {
  const { credits, creditLots } = await run.ask(CreditsDocument, {});
  const lots = creditLots.nodes;
  run.print(
    () =>
      [
        facts(
          [
            ["available", run.usd(credits.available)],
            ["held", run.usd(credits.held)],
            ["pending", run.usd(credits.pending)],
            ["expires in 7 days", run.usd(credits.expiringWithin7Days)],
          ],
          run.width,
        ),
        lots.length > 0 && "",
        table(
          lots,
          [
            { name: "LOT", cell: ({ id }) => id, spare: 1 },
            { name: "FROM", cell: ({ origin }) => origin.toLowerCase(), spare: 3 },
            { name: "LEFT", cell: ({ available }) => run.usd(available), right: true },
            { name: "HELD", cell: ({ held }) => run.usd(held), right: true, spare: 4 },
            { name: "EXPIRES", cell: ({ expiresAt }) => run.both(expiresAt) },
            { name: "WHY", cell: ({ reason }) => reason, spare: 2 },
          ],
          run.width,
        ),
      ]
        .filter((part) => part !== false)
        .join("\n")
        .trimEnd(),
    { credits, lots },
  );
}
