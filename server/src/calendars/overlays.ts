import type { Ctx } from "../platform/context.ts";
import { scopes } from "../platform/google/google.ts";
import type { Speaker } from "./tokens.ts";
import { isCompute } from "./rules/compute.ts";
import { type ConnectionRow, noteLooked } from "./store/connections.ts";

// What is read of somebody's own calendar, where they wished for it: when they are busy, and the events that mean that
// a GPU is needed. Of everything else that stands there nothing is kept.

const EVERY_MS = 5 * 60_000;
const AHEAD_MS = 7 * 24 * 3_600_000;
const MOST_EVENTS = 50;
const MOST_BUSY = 500;

export async function readOverlays(ctx: Ctx, speaker: Speaker, connection: ConnectionRow): Promise<void> {
  const { overlaysAt, avoidsMeetings, computeBy: by, computeText: text } = connection;
  const now = ctx.now();
  if (overlaysAt !== null && now.getTime() - overlaysAt.getTime() < EVERY_MS) return;
  const until = new Date(now.getTime() + AHEAD_MS);
  const may = (scope: string) => connection.scopes.includes(scope);
  const busy =
    avoidsMeetings && may(scopes.busy) ? await speaker.ask((line) => line.listBusy(now, until)) : [];
  const rule = by !== null && text !== null ? { by, text } : null;
  const events = rule && may(scopes.events) ? await speaker.ask((line) => line.listOwn(now, until)) : [];
  const computeEvents = events.flatMap(({ id, title, startsAt, endsAt }) =>
    rule && startsAt && endsAt && endsAt > startsAt && isCompute(title, rule)
      ? [{ id, title, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }]
      : [],
  );
  const known = busy
    .slice(0, MOST_BUSY)
    .map(({ startsAt, endsAt }) => ({ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }));
  const isAhead = ({ startsAt }: { startsAt: string }) => new Date(startsAt) > now;
  const isNews = JSON.stringify(known.filter(isAhead)) !== JSON.stringify(connection.busy.filter(isAhead));
  await noteLooked(ctx, connection, {
    busy: known,
    // The windows that stand there were found without it.
    ...(isNews && { windowsAt: null }),
    computeEvents: computeEvents
      .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))
      .slice(0, MOST_EVENTS),
    overlaysAt: now,
  });
}
