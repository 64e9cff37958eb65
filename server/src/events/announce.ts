import { z } from "zod";
import type { Bell } from "../platform/bell.ts";
import { type Clock, sleep } from "../platform/clock.ts";
import type { Ctx } from "../platform/context.ts";

// What is told to whoever listens now and kept nowhere: that something may look different. One that
// is missed is made up for by the next, and after any of them may have been missed everybody looks.

const announcement = z.object({
  topic: z.enum(["market.observed", "session.heard", "fleet.swept", "alerts.moved"]),
  /** Whose business it is; everybody's when left out. */
  accountId: z.string().optional(),
});

export type Announcement = z.infer<typeof announcement>;
export type AnnouncedTopic = Announcement["topic"];

export function announce(ctx: Ctx, topic: AnnouncedTopic, accountId?: string): void {
  ctx.afterCommit(() => ctx.bell.ring("berth_announcements", JSON.stringify({ topic, accountId })));
}

/** Null: any of them may have been missed. */
export type HearAnnouncement = (announcement: Announcement | null) => void;

/** Begins as soon as the database answers. Does not wait for it. */
export async function hearAnnouncements(
  bell: Bell,
  clock: Clock,
  signal: AbortSignal,
  hear: HearAnnouncement,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await bell.listen("berth_announcements", (message) => hear(read(message)));
      return;
    } catch {
      await sleep(clock, 500, signal);
    }
  }
}

function read(message: string | undefined): Announcement | null {
  if (message === undefined) return null;
  try {
    return announcement.parse(JSON.parse(message));
  } catch {
    // From a newer process beside us: it may mean anything.
    return null;
  }
}
