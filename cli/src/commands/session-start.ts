import { readFileSync } from "node:fs";
import type { Command } from "commander";
import {
  CreditsDocument,
  OfferDocument,
  type OfferPartsFragment,
  OffersDocument,
  StartSessionDocument,
  type StartSessionMutation,
  type StartSessionMutationVariables,
} from "@berth/client-sdk";
import { Ended } from "../ended.ts";
import { publicKeyFor } from "../kept/key-pair.ts";
import { whole } from "../kept/settings.ts";
import type { Run } from "../run.ts";
import { timesUsd } from "@berth/client-sdk/money";
import { facts } from "../terminal/table.ts";
import { doing, examples, spending, spendOnce, type SpendingOptions } from "./command.ts";
import { machine } from "./offers.ts";
import { sessionFacts } from "../sessions/showing.ts";
import { untilSession } from "../sessions/following.ts";

interface Options extends SpendingOptions {
  hours?: number;
  disk?: number;
  image?: string;
  consumer?: string;
  idle?: number;
  maxPrice?: string;
  onStart?: string;
  port?: number[];
  env?: string[];
  publicKey?: string;
  wait?: boolean;
}

type Variables = Omit<StartSessionMutationVariables, "idempotencyKey">;

export function addStart(parent: Command, name = "start"): void {
  const start = parent
    .command(name)
    .description("rent a machine: an offer by its id, or the cheapest that a search finds")
    .argument("<offer-or-search...>", "such as: off_… or h100 x2 region:us");
  addStartOptions(start);
  examples(
    start,
    "berth session start rtx4090 --hours 2 --dry-run",
    'berth session start h100 "<3/gpu" --hours 1 --yes --wait',
  );
  doing<Options>(start, startSession);
}

function addStartOptions(start: Command): void {
  const more =
    <T>(read: (text: string) => T) =>
    (text: string, before: T[] | undefined) => [...(before ?? []), read(text)];
  start
    .option("--hours <hours>", "1 to 12; what is not used is not paid for", whole(1, 12))
    .option("--disk <gb>", "gigabytes of disk", whole(1, 16_384))
    .option("--image <image>", "what it runs")
    .option("--consumer <name>", "whom its cost is put down to")
    .option("--idle <minutes>", "end it when nothing has used its GPUs for so long", whole(1, 720))
    .option("--max-price <usd>", "the most an hour may cost, all in; another machine is tried within it")
    .option("--on-start <file>", "a shell script that runs once it is up")
    .option("--port <port>", "a TCP port to be reached from outside; may be repeated", more(whole(1, 65_535)))
    .option(
      "--env <name=value>",
      "a variable of its environment; may be repeated",
      more((text) => text),
    )
    .option("--public-key <file>", "the public key that is let in; berth makes a pair when there is none")
    .option("--wait", "stay until one can log in");
  spending(start);
}

async function startSession(run: Run, words: string[], options: Options): Promise<void> {
  const {
    json: _j,
    yes: _y,
    dryRun,
    wait,
    key,
    ...typed
  } = options as Options & { json?: boolean; yes?: boolean };
  const result = await spendOnce<Variables, StartSessionMutation["startSession"]>(run, {
    typed: ["session start", words, typed],
    options: { ...(dryRun && { dryRun }), ...(key && { key }) },
    async preview() {
      const offer = await findOffer(run, words, options);
      const { text, facts } = await previewOf(run, offer, options);
      return {
        says: text,
        facts,
        question: "Start it?",
        variables: () => ({ input: inputOf(run, offer, options) }),
      };
    },
    ask: async (variables, idempotencyKey) =>
      (await run.ask(StartSessionDocument, { ...variables, idempotencyKey })).startSession,
  });
  if (!result) return;
  const begun = result.session;
  run.note(`Asked for ${begun.id}. It costs nothing until one can log in.`);
  const session = wait
    ? await untilSession(
        run,
        begun.id,
        ({ state, endedAt }) => state === "RUNNING" || endedAt !== null,
        ({ state }) => run.note(state.toLowerCase()),
      )
    : begun;
  run.print(
    () =>
      `${sessionFacts(run, session)}\n\n${session.endedAt ? "It came to nothing, and cost nothing." : `Log in with: berth session ssh ${session.id}`}`,
    { replayed: result.replayed, session },
  );
  if (wait && session.endedAt)
    throw new Ended("refused", session.reason ?? "No machine could be had.", { code: "FAILED" });
}

/** By its id, or the cheapest that is likely to start of those that a search finds. */
async function findOffer(run: Run, words: readonly string[], options: Options): Promise<OfferPartsFragment> {
  const text = words.join(" ");
  const diskGb = options.disk ?? run.settings.diskGb;
  if (/^off_\w+$/.test(text)) {
    const { offer } = await run.ask(OfferDocument, { id: text, diskGb });
    if (!offer)
      throw new Ended("notFound", `There is no offer ${text}. \`berth offers\` shows what there is.`);
    return offer;
  }
  const { offers } = await run.ask(OffersDocument, { text, first: 1, diskGb });
  const [offer] = offers.nodes;
  if (!offer)
    throw new Ended(
      "notFound",
      `Nothing that is listed matches “${text}”. \`berth offers ${text}\` says what to give in on.`,
    );
  return offer;
}

async function previewOf(
  run: Run,
  offer: OfferPartsFragment,
  options: Options,
): Promise<{ text: string; facts: Record<string, unknown> }> {
  const hours = options.hours ?? run.settings.hours;
  const perHour = options.maxPrice ?? offer.allInPricePerHour;
  const atMost = timesUsd(perHour, hours);
  const { credits } = await run.ask(CreditsDocument, {});
  return {
    text: facts(
      [
        [
          "machine",
          `${machine(offer)}, ${Math.round(offer.gpu.vramGb)} GB each, ${offer.provider.name}, ${offer.region}`,
        ],
        [
          "price",
          `${run.usd(offer.allInPricePerHour)} an hour, all in, with ${options.disk ?? run.settings.diskGb} GB of disk`,
        ],
        ["at most", `${run.usd(atMost)} for ${hours} h; that much is held, and only what is used is spent`],
        ["you have", `${run.usd(credits.available)} to spend`],
      ],
      run.width,
    ),
    facts: { offer, hours, holdsAtMost: atMost, available: credits.available },
  };
}

function inputOf(run: Run, offer: OfferPartsFragment, options: Options): Variables["input"] {
  const { settings } = run;
  const image = options.image ?? settings.image;
  const consumer = options.consumer ?? settings.consumer;
  return {
    offerId: offer.id,
    hours: options.hours ?? settings.hours,
    diskGb: options.disk ?? settings.diskGb,
    publicKey: publicKeyFor(run, options.publicKey),
    ...(image && { image }),
    ...(consumer && { consumer }),
    ...(options.idle && { idleMinutes: options.idle }),
    ...(options.maxPrice && { maxPricePerHour: options.maxPrice }),
    ...(options.onStart && { onStart: readFileSync(options.onStart, "utf8") }),
    ...(options.port && { ports: options.port }),
    ...(options.env && { env: options.env.map(readVariable) }),
  };
}

function readVariable(text: string): { name: string; value: string } {
  const at = text.indexOf("=");
  if (at < 1) throw new Ended("usage", `“${text}” is no variable. One looks like NAME=value.`);
  return { name: text.slice(0, at), value: text.slice(at + 1) };
}
