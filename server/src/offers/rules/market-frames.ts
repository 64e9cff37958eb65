import { type Filterable, matches, type OfferFilter } from "./filter.ts";

/** What an event says about offers. */
export interface OfferChanges {
  changed: readonly { id: string; was: Record<string, unknown> | null }[];
  withdrawn: readonly string[];
}

/** What an offer was before each event that names it, where it differed; null where it was not listed. */
export type Past = readonly (Record<string, unknown> | null)[];

export interface MarketFrames<E> {
  frames: { last: E; ids: string[] }[];
  pasts: ReadonlyMap<string, Past>;
}

/**
 * Which offers a reader is told of who missed these events, in frames of so many at most. The market
 * is state, so an offer is told once, as it is now, however often it changed. It is told in the
 * frame of the first event that names it: whoever goes on from that frame has seen it as it stands,
 * and whatever changes it afterwards is an event that comes later than all of these.
 */
export function inMarketFrames<E>(
  events: readonly E[],
  changesOf: (event: E) => OfferChanges,
  most: number,
): MarketFrames<E> {
  const frames: { last: E; ids: string[] }[] = [];
  const pasts = new Map<string, (Record<string, unknown> | null)[]>();
  let frame: { last: E; ids: string[] } | undefined;
  for (const event of events) {
    const fresh: string[] = [];
    const note = (id: string, was: Record<string, unknown> | null) => {
      const past = pasts.get(id);
      if (past) past.push(was);
      else {
        pasts.set(id, [was]);
        fresh.push(id);
      }
    };
    const { changed, withdrawn } = changesOf(event);
    for (const { id, was } of changed) note(id, was);
    // One that is withdrawn was listed as it stands.
    for (const id of withdrawn) note(id, {});
    if (frame && frame.ids.length + fresh.length <= most) {
      frame.ids.push(...fresh);
      frame.last = event;
    } else {
      frame = { last: event, ids: fresh };
      frames.push(frame);
    }
  }
  return { frames, pasts };
}

/** Whether a reader may have an offer that it no longer finds: whether any of what it was fits. */
export function mayHaveSeen(now: Filterable, past: Past, filter: OfferFilter | null): boolean {
  let then = now;
  for (const was of past.toReversed()) {
    if (was === null) continue;
    then = { ...then, ...(was as Partial<Filterable>) };
    if (matches(then, filter)) return true;
  }
  return false;
}
