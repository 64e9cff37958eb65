import { PlainFailure } from "../../scripts/plain-failure.ts";
import { startBerth } from "../berth.ts";
import type { Ground } from "../ground.ts";
import { startSubscribers } from "../load.ts";
import { lastCursor, presentCursor, writeMissedActivity, writeMissedChanges } from "../market.ts";
import { ACTIVITY, MARKET, now, openAll, until } from "../subscribing.ts";
import { round, type Section } from "../table.ts";

// One reader comes back after a very long time, to a server that has nothing of it in memory.

const MISSED = 100_000;
const GIVE_UP_MS = 120_000;

export async function benchMissed(ground: Ground): Promise<Section> {
  const { database, tenants, say } = ground;
  const after = await presentCursor(database.sql);
  say(`Missed events: writing ${MISSED} of each kind`);
  const accountId = tenants.accountIds[0] ?? "";
  await writeMissedChanges(database.sql, MISSED);
  await writeMissedActivity(database.sql, accountId, MISSED);
  // As it is by itself a minute later.
  await database.sql`analyze events`;
  const lastOfMarket = await lastCursor(database.sql, null);
  const lastOfAccount = await lastCursor(database.sql, accountId);
  return {
    title: `${MISSED.toLocaleString("en")} missed events to one reader`,
    columns: ["", "seconds", "events a s", "frames", "MB sent", "CPU s", "memory, MB"],
    lines: [
      ["the market, told as it stands now", ...(await replay(ground, MARKET, after, lastOfMarket))],
      ["an account's activity, each told", ...(await replay(ground, ACTIVITY, after, lastOfAccount))],
    ],
  };
}

async function replay(ground: Ground, query: string, after: string, last: string): Promise<string[]> {
  const { database, tenants, folder, say } = ground;
  const server = await startBerth(database.url, folder);
  const subscribers = startSubscribers();
  try {
    say("Missed events: reading them");
    const restingBytes = await server.rssBytes();
    const cpuBefore = await server.cpuMs();
    const startedAt = now();
    const keys = tenants.keys.slice(0, 1);
    const cursors = [after];
    await openAll(subscribers, server, { query, keys, cursors, count: 1, atOnce: 1, frames: 1 });
    const { arrivals, bytes } = await until(subscribers, GIVE_UP_MS, ({ lastFrame }) =>
      lastFrame.includes(`"cursor":"${last}"`),
    );
    if (query === ACTIVITY && arrivals.length !== MISSED) {
      throw new PlainFailure(`${MISSED} events came in ${arrivals.length} frames.`);
    }
    const seconds = ((arrivals.at(-1)?.[0] ?? Number.NaN) - startedAt) / 1000;
    return [
      round(seconds),
      round(MISSED / seconds),
      arrivals.length.toLocaleString("en"),
      round(bytes / 1e6),
      round(((await server.cpuMs()) - cpuBefore) / 1000),
      `${round(restingBytes / 1e6)} to ${round((await server.peakRssBytes()) / 1e6)}`,
    ];
  } finally {
    subscribers.stop();
    await server.stop();
  }
}
