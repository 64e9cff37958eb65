import { z } from "zod";
import type { Payload } from "../../events/catalog.ts";
import type { Happened } from "../../events/replay.ts";
import type { Feed } from "../../graphql/feed.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { orBadInput } from "../../graphql/refusals.ts";
import { parseUsd } from "../../values/money.ts";
import { type Filterable, matches, type OfferFilter } from "../rules/filter.ts";
import { BY_PRICE } from "../rules/sort.ts";
import { type OfferRow, readOffers, readProviders, searchOffers } from "../store/search.ts";
import { understandFilter } from "../understand-filter.ts";
import { toOffer } from "./to-offer.ts";
import { OffersDelta, OffersSnapshot } from "./types.ts";

const SNAPSHOT = 100;
/** So many offers fit into one frame; a reader far behind is told in several. */
const OFFERS_A_FRAME = 500;

/** The market as it changes. It is state: a reader that was away is told where things stand now. */
export const offersFeed: Feed<{ filter?: OfferFilter | null }> = {
  sharing: "market",
  action: "offers.read",
  topics: ["offers.changed"],

  async start(ctx, args, at) {
    const filter = await filterOf(ctx, args);
    const rows = await searchOffers(ctx, { filter, sort: BY_PRICE, limit: SNAPSHOT });
    return Object.assign(new OffersSnapshot(), { cursor: at, offers: rows.map(toOffer), filter });
  },

  async updates(ctx, args, events) {
    const updates: object[] = [];
    for (const part of inFrames(events)) {
      const delta = await toDelta(ctx, args, part);
      if (delta) updates.push(delta);
    }
    return updates;
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

async function toDelta(
  ctx: GraphContext,
  args: { filter?: OfferFilter | null },
  events: readonly Happened[],
): Promise<OffersDelta | null> {
  const last = events.at(-1);
  if (!last) return null;
  const filter = await filterOf(ctx, args);
  const seen = readings.get(args) ?? { last: 0 };
  readings.set(args, seen);
  // What an offer was before the first of the events is what this reader saw of it.
  const before = new Map<string, Record<string, unknown> | null>();
  const rows = new Map<string, OfferRow>();
  for (const event of events) {
    for (const { id, was } of payloadOf(event).changed) if (!before.has(id)) before.set(id, was);
    for (const row of await rowsOf(ctx, event, seen)) rows.set(row.id, row);
  }
  const changed = [];
  const withdrawn: string[] = [];
  for (const row of rows.values()) {
    if (row.state === "listed" && matches(row, filter)) changed.push(toOffer(row));
    else if (matches(asBefore(row, before.get(row.id)), filter)) withdrawn.push(row.id);
  }
  if (changed.length === 0 && withdrawn.length === 0) return null;
  return Object.assign(new OffersDelta(), { cursor: last.position, changed, withdrawn, at: last.at, filter });
}

// A group's filter is understood once, at its start, and is the same for each event it hears of.
const understood = new WeakMap<object, Promise<OfferFilter | null>>();

function filterOf(ctx: GraphContext, args: { filter?: OfferFilter | null }): Promise<OfferFilter | null> {
  let filter = understood.get(args);
  if (!filter) {
    filter = orBadInput(understandFilter(ctx, args.filter));
    understood.set(args, filter);
    filter.catch(() => understood.delete(args));
  }
  return filter;
}

// Many groups hear the same event at the same moment; the offers it names are read once for all.
// A reading is numbered, and a group is never shown an earlier one than it has seen: what it is told
// does not go back in time.
interface Reading {
  number: number;
  rows: Promise<OfferRow[]>;
}
const loaded = new WeakMap<Happened, Reading>();
const readings = new WeakMap<object, { last: number }>();
let readingCount = 0;

async function rowsOf(ctx: GraphContext, event: Happened, seen: { last: number }): Promise<OfferRow[]> {
  let reading = loaded.get(event);
  if (!reading || reading.number < seen.last) {
    const { changed, withdrawn } = payloadOf(event);
    const rows = readOffers(ctx, [...changed.map(({ id }) => id), ...withdrawn]);
    reading = { number: ++readingCount, rows };
    loaded.set(event, reading);
    rows.catch(() => loaded.delete(event));
  }
  seen.last = reading.number;
  return reading.rows;
}

const payloadOf = (event: Happened) => event.payload as Payload<"offers.changed">;

const amount = z.string().transform(parseUsd);
const earlier = z
  .object({ pricePerGpuHour: amount, pricePerHour: amount, diskPricePerGbMonth: amount })
  .partial()
  .loose();

function asBefore(row: OfferRow, was: Record<string, unknown> | null | undefined): Filterable {
  return was ? { ...row, ...(earlier.parse(was) as Partial<Filterable>) } : row;
}

function inFrames(events: readonly Happened[]): Happened[][] {
  const frames: Happened[][] = [];
  let frame: Happened[] = [];
  let size = 0;
  for (const event of events) {
    const { changed, withdrawn } = payloadOf(event);
    if (frame.length > 0 && size + changed.length + withdrawn.length > OFFERS_A_FRAME) {
      frames.push(frame);
      frame = [];
      size = 0;
    }
    frame.push(event);
    size += changed.length + withdrawn.length;
  }
  if (frame.length > 0) frames.push(frame);
  return frames;
}
