import { announce } from "../events/announce.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { metrics } from "../platform/metrics.ts";
import { type Listing, type Market, ProviderFailure } from "../providers/provider.ts";
import { formatUsd } from "../values/money.ts";
import { compareListing, type Difference, keyOf, type OfferFacts } from "./rules/compare-listing.ts";
import { filterableFacts } from "./rules/filter.ts";
import { offerChanges } from "./rules/offer-changes.ts";
import { isSane } from "./rules/sane-offer.ts";
import { rescore } from "./score-offers.ts";
import { lockProviders } from "./store/launches.ts";
import { noteChanges } from "./store/offer-changes.ts";
import {
  insertOffers,
  markBack,
  markMissed,
  noteFailed,
  noteListed,
  raiseMarketRevision,
  readKnown,
  saveProvider,
  updateOffers,
} from "./store/poll.ts";
import { tellOffers } from "./tell-offers.ts";
import { watchPrices } from "./watch-prices.ts";

/** Asks a provider for its list and writes what changed since the last. */
export async function pollProvider(
  ctx: Ctx,
  provider: Market,
  signal: AbortSignal,
): Promise<Difference | null> {
  await saveProvider(ctx, provider);
  if (!provider.connected) return null;
  // What it lists is as old as the question: the answer may be long in coming.
  const askedAt = ctx.now();
  let listing: Listing;
  try {
    listing = leaveOutAbsurd(ctx, provider.id, await provider.listOffers(signal));
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    await saveFailure(ctx, provider, error);
    throw error;
  }
  const difference = await saveListing(ctx, provider, listing, askedAt);
  await lookForWatchedPrices(ctx);
  return difference;
}

/** The list is stored by now; what goes wrong here is made up for by whoever polls next. */
async function lookForWatchedPrices(ctx: Ctx): Promise<void> {
  try {
    await watchPrices(ctx);
    metrics.loopLastSuccess.set({ loop: "watch prices" }, ctx.now().getTime() / 1000);
  } catch (error) {
    metrics.loopFailures.inc({ loop: "watch prices" });
    ctx.log.warn({ err: error }, "could not look for watched prices");
  }
}

/** Counted, and told in one line; a list of nothing else is no list. */
function leaveOutAbsurd({ log }: Ctx, provider: string, listing: Listing): Listing {
  const offers = listing.offers.filter(isSane);
  const absurd = listing.offers.length - offers.length;
  if (absurd === 0) return listing;
  metrics.oddRows.inc({ provider, what: "offers" }, absurd);
  log.warn({ provider, absurd, of: listing.offers.length }, "left out offers that cannot be");
  if (offers.length === 0)
    throw new ProviderFailure(provider, "nonsense", `listed ${absurd} offers, none of which can be`);
  return { offers, odd: listing.odd + absurd };
}

/** The offers stay as they were: what could not be listed is not gone. */
async function saveFailure(ctx: Ctx, provider: Market, failure: ProviderFailure): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    await noteFailed(ctx, provider.id, failure.message);
    announce(ctx, "market.observed");
    await raiseMarketRevision(ctx);
    await record(ctx, { topic: "provider.failed", subject: provider.id, payload: { kind: failure.kind } });
  });
}

/** Null where a list that was asked for later is stored by now: it says nothing of the present. */
export async function saveListing(
  ctx: Ctx,
  provider: Pick<Market, "id">,
  listing: Listing,
  askedAt: Date,
): Promise<Difference | null> {
  const keys = new Set(listing.offers.map(keyOf));
  return inTransaction(ctx, async (ctx) => {
    const [{ lastListedAt } = { lastListedAt: null }] = await lockProviders(ctx, provider.id);
    if (lastListedAt && lastListedAt > askedAt) return null;
    const known = await readKnown(ctx, provider.id, keys);
    const difference = compareListing(provider.id, known, listing.offers, listing.odd);
    if (difference.doubted && difference.missed.length > 0) warnOfGap(ctx, provider.id, listing, difference);
    const added = difference.added.map((facts) => ({ ...facts, id: ctx.newId("off") }));
    await insertOffers(ctx, added);
    await updateOffers(ctx, difference.changed);
    await markBack(ctx, difference.back);
    await markMissed(ctx, difference.missed, "listed", lastListedAt);
    await markMissed(ctx, difference.withdrawn, "withdrawn", lastListedAt);
    await noteListed(ctx, provider.id, askedAt);
    await noteChanges(ctx, provider.id, offerChanges({ ...difference, added }));
    const changed = [
      ...added.map(({ id }) => ({ id, was: null })),
      ...difference.changed.map(({ known, facts }) => ({
        id: known.id,
        was: known.state === "listed" ? describeBefore(known, facts) : null,
      })),
    ];
    await tellOffers(
      ctx,
      provider.id,
      changed,
      difference.withdrawn.map((offer) => offer.id),
    );
    // One that is listed under another number is the machine that it was.
    const ids = changed.map(({ id }) => id);
    if (ids.length > 0) await rescore(ctx, provider.id, { ids });
    announce(ctx, "market.observed");
    // Last, because it is the one row that every poll writes.
    await raiseMarketRevision(ctx);
    return difference;
  });
}

/** Of each offer that it does not show, readers are told so; this is for whoever runs Berth. */
function warnOfGap({ log }: Ctx, provider: string, { offers, odd }: Listing, { missed }: Difference): void {
  const facts = { provider, shown: offers.length, odd, missed: missed.length };
  log.warn(facts, "a list shows too little for the rest to be gone");
}

/** What was different before, of what a filter looks at: enough to tell who saw the offer until now. */
function describeBefore(before: OfferFacts, after: OfferFacts): Record<string, unknown> {
  const was: Record<string, unknown> = {};
  for (const name of filterableFacts) {
    const value = before[name];
    if (value !== after[name]) was[name] = typeof value === "bigint" ? formatUsd(value) : value;
  }
  return was;
}
