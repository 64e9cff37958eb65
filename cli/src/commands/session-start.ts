import type { Command } from "commander";
import {
  BilledToDocument,
  OfferDocument,
  type OfferPartsFragment,
  OffersDocument,
  type SessionPartsFragment,
  StartSessionDocument,
  type StartSessionMutation,
  type StartSessionMutationVariables,
  type TemplatePartsFragment,
} from "@berth/client-sdk";
import { Ended } from "../ended.ts";
import { publicKeyFor } from "../kept/key-pair.ts";
import { amount, whole } from "../kept/settings.ts";
import type { Run } from "../run.ts";
import { timesUsd } from "@berth/client-sdk/money";
import { reasonWord } from "@berth/client-sdk/words";
import { facts } from "../terminal/table.ts";
import { doing, examples, spending, spendOnce, type SpendingOptions } from "./command.ts";
import { machine } from "./offers.ts";
import { findTemplate } from "./session-templates.ts";
import { addSetUpOptions, machineOf, type SetUpOptions } from "./set-up.ts";
import { readSpendable, spendableFacts } from "../spendable.ts";
import { sessionFacts, stateSaid } from "../sessions/showing.ts";
import { untilSession } from "../sessions/following.ts";

interface Options extends SpendingOptions, SetUpOptions {
  template?: string;
  hours?: number;
  consumer?: string;
  maxPrice?: string;
  region?: string;
  publicKey?: string;
  wait?: boolean;
}

type Template = TemplatePartsFragment | null;

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
    "berth session start rtx4090 --template training --dry-run",
    'berth session start h100 "<3/gpu" --hours 1 --yes --wait',
  );
  doing<Options>(start, startSession);
}

function addStartOptions(start: Command): void {
  start
    .option("--hours <hours>", "1 to 12; what is not used is not paid for", whole(1, 12))
    .option("--template <name>", "set it up as this template says, where nothing else is said");
  addSetUpOptions(start);
  start
    .option("--consumer <name>", "whom its cost is put down to")
    .option(
      "--max-price <usd>",
      "the most an hour may cost, all in; another machine is tried within it",
      amount,
    )
    .option(
      "--region <place>",
      "where it has to be, also when another is tried: a region, a country's letters",
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
      const template = options.template === undefined ? null : await findTemplate(run, options.template);
      const diskGb = options.disk ?? template?.diskGb ?? run.settings.diskGb;
      const offer = await findOffer(run, words, diskGb);
      const { text, facts } = await previewOf(run, offer, options, diskGb);
      return {
        says: text,
        facts,
        question: "Start it?",
        variables: () => ({ input: inputOf(run, offer, options, template) }),
      };
    },
    ask: async (variables, idempotencyKey) =>
      (await run.ask(StartSessionDocument, { ...variables, idempotencyKey })).startSession,
  });
  if (!result) return;
  const begun = result.session;
  run.note(
    result.replayed
      ? `It was asked for before, as ${begun.id}.`
      : `Asked for ${begun.id}. It costs nothing until one can log in.`,
  );
  const session =
    wait && !begun.endedAt
      ? await untilSession(
          run,
          begun.id,
          ({ state, endedAt }) => state === "RUNNING" || endedAt !== null,
          ({ state }) => run.note(stateSaid(state)),
        )
      : begun;
  run.print(() => `${sessionFacts(run, session)}\n\n${whatNow(run, session)}`, {
    replayed: result.replayed,
    session,
  });
  if (wait && session.endedAt)
    throw new Ended(
      "refused",
      session.reason ? `${reasonWord(session.reason)}.` : "No machine could be had.",
      { code: "FAILED" },
    );
}

function whatNow(run: Run, { id, endedAt, readyAt, cost }: SessionPartsFragment): string {
  if (!endedAt) return `Log in with: berth session ssh ${id}`;
  return readyAt ? `It is over. It cost ${run.usd(cost)}.` : "It came to nothing, and cost nothing.";
}

/** By its id, or the cheapest that is likely to start of those that a search finds. */
async function findOffer(run: Run, words: readonly string[], diskGb: number): Promise<OfferPartsFragment> {
  const text = words.join(" ");
  if (/^off_\w+$/.test(text)) {
    const { offer } = await run.ask(OfferDocument, { id: text, diskGb });
    if (!offer)
      throw new Ended("notFound", `There is no offer ${text}. \`berth offers\` shows what there is.`);
    return offer;
  }
  // By what a machine costs, unless another order is wished for.
  const sorted = text.includes("sort:") ? text : `${text} sort:machine-allin`;
  const { offers } = await run.ask(OffersDocument, { text: sorted, first: 1, diskGb });
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
  diskGb: number,
): Promise<{ text: string; facts: Record<string, unknown> }> {
  const hours = options.hours ?? run.settings.hours;
  const perHour = options.maxPrice ?? offer.allInPricePerHour;
  const atMost = timesUsd(perHour, hours);
  const spendable = await readSpendable(run);
  const { billedTo } = await run.ask(BilledToDocument, { offerId: offer.id });
  const isOwn = billedTo === "OWN_ACCOUNT";
  return {
    text: facts(
      [
        [
          "machine",
          `${machine(offer)}, ${Math.round(offer.gpu.vramGb)} GB each, ${offer.provider.name}, ${offer.region}`,
        ],
        ...(offer.kind === "INTERRUPTIBLE"
          ? [
              [
                "mind",
                "whoever bids more may take it at any moment; add on-demand to search for others",
              ] as const,
            ]
          : []),
        ["price", `${run.usd(offer.allInPricePerHour)} an hour, all in, with ${diskGb} GB of disk`],
        ...(isOwn
          ? [
              ["at most", `${run.usd(atMost)} for ${hours} h`] as const,
              [
                "billed to",
                `the team’s own account at ${offer.provider.name}; no credit is held or spent`,
              ] as const,
            ]
          : [
              [
                "at most",
                `${run.usd(atMost)} for ${hours} h; that much is held, and only what is used is spent`,
              ] as const,
              ...spendableFacts(run, spendable, atMost),
            ]),
      ],
      run.width,
    ),
    facts: {
      offer,
      hours,
      billedTo,
      costsAtMost: atMost,
      holdsAtMost: isOwn ? "0.000000" : atMost,
      ...spendable,
    },
  };
}

function inputOf(
  run: Run,
  offer: OfferPartsFragment,
  options: Options,
  template: Template,
): Variables["input"] {
  return {
    offerId: offer.id,
    hours: options.hours ?? run.settings.hours,
    publicKey: publicKeyFor(run, options.publicKey),
    ...machineOf(run, options, template),
    // What was shown, and not what the offer costs once it is asked for: that may be much later.
    maxPricePerHour: options.maxPrice ?? offer.allInPricePerHour,
    ...(options.region && { region: options.region }),
  };
}
