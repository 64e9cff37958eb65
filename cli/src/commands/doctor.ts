import type { Command } from "commander";
import { spawnSync } from "node:child_process";
import { BerthFault, OffersDocument, WhoAmIDocument } from "@berth/client-sdk";
import { codes, Ended, endingOf } from "../ended.ts";
import { type Run, VERSION } from "../run.ts";
import { doing, examples } from "./command.ts";

interface Finding {
  what: string;
  ok: boolean;
  says: string;
}

export function addDoctor(program: Command): void {
  const doctor = program
    .command("doctor")
    .description("what keeps berth from working here, if anything does");
  examples(doctor, "berth doctor", "berth doctor --json");
  doing(doctor, examine);
}

/** Each finding is made even if one before it is bad. The worst of them is how it ends. */
async function examine(run: Run): Promise<void> {
  const findings: Finding[] = [];
  let worst = 0;
  const look = async (what: string, at: () => Promise<string> | string): Promise<void> => {
    try {
      findings.push({ what, ok: true, says: await at() });
    } catch (error) {
      const { exit, message } = endingOf(error, run.settings.server, VERSION);
      worst ||= exit;
      findings.push({ what, ok: false, says: message });
    }
  };
  await look("berth", () => `${VERSION}, on Node ${process.versions.node}`);
  await look("server", () => reach(run));
  await look("key", () => `from ${run.token.from}`);
  await look("account", async () => {
    const { account, viewer } = await run.ask(WhoAmIDocument, {});
    return `${account.name}, where it may do ${viewer.actions.length} kinds of things`;
  });
  await look("version", async () => {
    await run.ask(OffersDocument, { first: 1 });
    return "the server understands this program";
  });
  for (const tool of ["ssh", "scp", "ssh-keygen"]) {
    await look(tool, () => {
      const { error } = spawnSync(tool, ["-?"], { stdio: "ignore", timeout: 5_000 });
      if (error)
        throw new Ended("usage", `There is no ${tool} on the PATH: install OpenSSH to log in to machines.`);
      return "there";
    });
  }
  run.print(
    () =>
      findings
        .map(
          ({ what, ok, says }) =>
            `${ok ? run.paint("green", "ok ") : run.paint("red", "bad")}  ${what}: ${says}`,
        )
        .join("\n"),
    { ok: worst === codes.done, findings },
  );
  process.exitCode = worst;
}

/** How long it takes, and how far the clocks are apart. */
async function reach(run: Run): Promise<string> {
  const { server } = run.settings;
  const begun = performance.now();
  let response: Response;
  try {
    response = await fetch(`${server}/graphql?query={__typename}`, {
      headers: { accept: "application/json", "apollo-require-preflight": "yes" },
      signal: AbortSignal.any([run.signal, AbortSignal.timeout(5_000)]),
    });
    await response.arrayBuffer();
  } catch (error) {
    run.signal.throwIfAborted();
    throw new BerthFault("UNREACHABLE", "away", { cause: error });
  }
  const tookMs = Math.round(performance.now() - begun);
  const date = Date.parse(response.headers.get("date") ?? "");
  const apart = Number.isNaN(date) ? 0 : Math.round((Date.now() - date) / 1000);
  const clocks =
    Math.abs(apart) > 30
      ? `; this computer's clock is ${Math.abs(apart)} s ${apart > 0 ? "ahead" : "behind"}`
      : "";
  return `${server} answers in ${tookMs} ms${clocks}`;
}
