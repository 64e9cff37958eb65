import type { Payload, Topic } from "../events/catalog.ts";
import { type Happened, readAfter } from "../events/replay.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import { type Change, type Confirming, confirmBookings } from "./confirm.ts";
import { eventIdOf } from "./event-id.ts";
import { touchMirrors } from "./store/connections.ts";
import { moveCursor, takeCursor } from "./store/cursor.ts";

// What happens to bookings goes on to calendars. One transaction reads on from the stored place, writes what follows
// and moves the place, so that a kill at any instant leaves all of a page or nothing of it.

const PAGE = 500;

/** Says how many events were read. */
export async function readEvents(
  ctx: Ctx,
  sql: Sql,
  confirming: Confirming,
  signal?: AbortSignal,
): Promise<number> {
  let read = 0;
  for (let more = true; more && !signal?.aborted;) {
    const page = await inTransaction(ctx, (ctx) => readPage(ctx, sql, confirming));
    read += page.read;
    more = page.more;
  }
  return read;
}

async function readPage(
  ctx: Ctx,
  sql: Sql,
  confirming: Confirming,
): Promise<{ read: number; more: boolean }> {
  const from = await takeCursor(ctx);
  if (!from) return { read: 0, more: false };
  const { events, upTo, full } = await readAfter(sql, from, PAGE);
  if (events.length === 0) return { read: 0, more: false };
  await touchCalendars(ctx, events);
  const changes = events.filter((event) => event.topic === "reservation.changed");
  for (const [accountId, ofAccount] of Map.groupBy(changes, ({ accountId }) => accountId ?? ""))
    await confirmBookings(ctx, accountId, ofAccount.map(toChange), confirming);
  await moveCursor(ctx, upTo);
  return { read: events.length, more: full };
}

/** What stands in connected calendars, and changed. */
async function touchCalendars(ctx: Ctx, events: readonly Happened[]): Promise<void> {
  const changed = events.filter(({ topic }) => mirrored.includes(topic));
  for (const [accountId, ofAccount] of Map.groupBy(changed, ({ accountId }) => accountId ?? "")) {
    const subjects = new Set(ofAccount.flatMap(({ subject }) => subject ?? []));
    const touched = [...subjects].map((subject) => ({ subject, eventId: eventIdOf(subject) }));
    await touchMirrors(ctx, accountId, touched);
  }
}

const mirrored: readonly Topic[] = ["reservation.changed", "flexible-job.changed"];

function toChange({ subject, payload }: Happened): Change {
  return { id: subject ?? "", what: (payload as Payload<"reservation.changed">).what };
}
