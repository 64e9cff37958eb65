import type { Clock, Timer } from "./clock.ts";
import type { Sql } from "./db/database.ts";
import type { Log } from "./log.ts";

/**
 * How the processes of one Berth reach each other: short messages that may be lost, told to
 * whoever listens now. What must not be lost stands in a table, and a message only says "look".
 *
 * PostgreSQL's NOTIFY takes one lock for the whole server while it commits, so a process sends
 * everything of a few milliseconds in one statement, and equal messages once.
 */
export interface Bell {
  ring(channel: Channel, message?: string): void;
  /** `hear` also runs, with no message, whenever messages may have been missed. */
  listen(channel: Channel, hear: (message?: string) => void): Promise<void>;
  close(): Promise<void>;
}

export type Channel = "berth_events" | "berth_announcements" | "berth_sandbox";

const GATHER_MS = 5;

export function makeBell(sql: Sql, clock: Clock, log: Log): Bell {
  const waiting = new Map<string, { channel: Channel; message: string }>();
  const listening: (() => Promise<void>)[] = [];
  let timer: Timer | undefined;
  let sending: Promise<unknown> = Promise.resolve();

  function send(): void {
    timer = undefined;
    const batch = [...waiting.values()];
    waiting.clear();
    if (batch.length === 0) return;
    const channels = batch.map((one) => one.channel);
    const messages = batch.map((one) => one.message);
    sending =
      sql`select pg_notify(c, m) from unnest(${channels}::text[], ${messages}::text[]) as x(c, m)`.then(
        () => {},
        // Nothing is lost by it but time: readers also look by themselves.
        (error: unknown) => log.debug({ err: error }, "could not ring the bell"),
      );
  }

  return {
    ring(channel, message = "") {
      waiting.set(`${channel} ${message}`, { channel, message });
      timer ??= clock.after(GATHER_MS, send);
    },
    async listen(channel, hear) {
      const request = await sql.listen(
        channel,
        (message) => hear(message || undefined),
        () => hear(),
      );
      listening.push(() => request.unlisten());
    },
    async close() {
      timer?.cancel();
      send();
      await sending;
      await Promise.allSettled(listening.map((stop) => stop()));
    },
  };
}
