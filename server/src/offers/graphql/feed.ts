import { z } from "zod";
import type { Payload } from "../../events/catalog.ts";
import type { Happened } from "../../events/replay.ts";
import type { Feed } from "../../graphql/feed.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { orBadInput } from "../../graphql/refusals.ts";
import { parseUsd } from "../../values/money.ts";
import { matches, type OfferFilter } from "../rules/filter.ts";
import { inMarketFrames, mayHaveSeen, type Past } from "../rules/market-frames.ts";
import { BY_PRICE } from "../rules/sort.ts";
import type { OfferRow } from "../store/offer-rows.ts";
import { readOffers, readProviders, searchOffers } from "../store/search.ts";
import { type AskedSearch, understandSearch } from "../understand-search.ts";
import { toOffer } from "./to-offer.ts";
import { OffersDelta, OffersSnapshot } from "./types.ts";

const SNAPSHOT = 100;
/** So many offers fit into one frame; a reader far behind is told in several. */
const OFFERS_A_FRAME = 500;

/** The market as it changes. It is state: a reader that was away is told where things stand now. */
export const offersFeed: Feed<AskedSearch> = {
  sharing: "market",
  action: "offers.read",
  topics: ["offers.changed"],

  async start(ctx, args, at) {
    const filter = await filterOf(ctx, args);
    const rows = await searchOffers(ctx, { filter, sort: BY_PRICE, limit: SNAPSHOT });
    return Object.assign(new OffersSnapshot(), { cursor: at, offers: rows.map(toOffer), filter });
  },

  async updates(ctx, args, events) {
    const filter = await filterOf(ctx, args);
    const { frames, pasts } = inMarketFrames(events, payloadOf, OFFERS_A_FRAME);
    const rows = await rowsOf(ctx, args, events, pasts);
    return frames.flatMap(({ last, ids }) => toDelta(filter, last, ids, rows, pasts) ?? []);
  },
};

/** How the providers are doing, anew whenever one was asked for its list. */
export const providersFeed: Feed = {
  sharing: "market",
  action: "offers.read",
  topics: [],
  announced: "market.observed",
  start: async (ctx) => ({ providers: await readProviders(ctx) }),
  updates: async () => [],
};

function toDelta(
  filter: OfferFilter | null,
  last: Happened,
  ids: readonly string[],
  rows: ReadonlyMap<string, OfferRow>,
  pasts: ReadonlyMap<string, Past>,
): OffersDelta | null {
  const changed = [];
  const withdrawn: string[] = [];
  for (const id of ids) {
    const row = rows.get(id);
    if (!row) continue;
    if (row.state === "listed" && matches(row, filter)) changed.push(toOffer(row));
    else if (mayHaveSeen(row, read(pasts.get(id)), filter)) withdrawn.push(id);
  }
  if (changed.length === 0 && withdrawn.length === 0) return null;
  return Object.assign(new OffersDelta(), { cursor: last.position, changed, withdrawn, at: last.at, filter });
}

// A group's filter is understood once, at its start, and is the same for each event it hears of.
const understood = new WeakMap<object, Promise<OfferFilter>>();

function filterOf(ctx: GraphContext, args: AskedSearch): Promise<OfferFilter> {
  let filter = understood.get(args);
  if (!filter) {
    filter = orBadInput(understandSearch(ctx, args).then((search) => search.filter));
    understood.set(args, filter);
    filter.catch(() => understood.delete(args));
  }
  return filter;
}

// Many groups hear the same events at the same moment; the offers they name are read once for all.
// A reading is numbered, and a group is never shown an earlier one than it has seen: what it is told
// does not go back in time.
interface Reading {
  first: Happened | undefined;
  number: number;
  rows: Promise<ReadonlyMap<string, OfferRow>>;
}
/** By the last of the events. */
const loaded = new WeakMap<Happened, Reading>();
const seen = new WeakMap<object, number>();
let readingCount = 0;

function rowsOf(
  ctx: GraphContext,
  reader: object,
  events: readonly Happened[],
  named: ReadonlyMap<string, Past>,
): Promise<ReadonlyMap<string, OfferRow>> {
  const [first, last] = [events[0], events.at(-1)];
  if (!last) return Promise.resolve(new Map());
  let reading = loaded.get(last);
  if (!reading || reading.first !== first || reading.number < (seen.get(reader) ?? 0)) {
    const rows = readNamed(ctx, [...named.keys()]);
    reading = { first, number: ++readingCount, rows };
    loaded.set(last, reading);
    rows.catch(() => loaded.delete(last));
  }
  seen.set(reader, reading.number);
  return reading.rows;
}

async function readNamed(ctx: GraphContext, ids: readonly string[]): Promise<ReadonlyMap<string, OfferRow>> {
  return new Map((await readOffers(ctx, ids)).map((row) => [row.id, row] as const));
}

const payloadOf = (event: Happened) => event.payload as Payload<"offers.changed">;

const amount = z.string().transform(parseUsd);
const earlier = z
  .object({
    pricePerGpuHour: amount,
    pricePerHour: amount,
    diskPricePerGbMonth: amount,
    vcpuPricePerHour: amount,
    ramPricePerHour: amount,
    suppressedUntil: z
      .string()
      .transform((at) => new Date(at))
      .nullable(),
  })
  .partial()
  .loose();

/** As it stands in events, amounts are text. */
function read(past: Past = []): Past {
  return past.map((was) => was && earlier.parse(was));
}
