import { setTimeout as sleep } from "node:timers/promises";
import { startBerth } from "../berth.ts";
import { startCountingProxy } from "../counting-proxy.ts";
import { type Ground, ROUNDS } from "../ground.ts";
import { startSubscribers } from "../load.ts";
import { affordableSubscribers } from "../machine.ts";
import { movePrice, presentCursor } from "../market.ts";
import { median, percentile } from "../numbers.ts";
import { MARKET, now, openAll, type Subscribers, untilHeard } from "../subscribing.ts";
import { round, type Section } from "../table.ts";

// A server is gone, and thousands come back to another one at once, each from where it was.

const RETURNING = 5_000;
const MISSED = 10;

export async function benchStorm(ground: Ground): Promise<Section> {
  const size = affordableSubscribers(RETURNING);
  const rounds: Storm[] = [];
  for (let number = 1; number <= ROUNDS; number++) {
    ground.say(`Storm: round ${number} of ${ROUNDS}`);
    rounds.push(await storm(ground, size));
  }
  const middle = (which: keyof Storm) => median(rounds.map((one) => one[which]));
  return {
    title: `${size.toLocaleString("en")} subscribers come back at once to a server that has just started`,
    columns: ["", "seconds", "CPU s", "statements"],
    lines: [
      [
        `until all have the up to ${MISSED} events that they missed, and are live`,
        round(middle("seconds")),
        round(middle("cpuSeconds")),
        middle("statements").toLocaleString("en"),
      ],
    ],
  };
}

type Storm = { seconds: number; cpuSeconds: number; statements: number };

async function storm({ database, tenants, folder }: Ground, count: number): Promise<Storm> {
  const cursors: string[] = [];
  for (let missed = 0; missed < MISSED; missed++) {
    cursors.push(await presentCursor(database.sql));
    await movePrice(database.sql);
  }
  const proxy = await startCountingProxy(database.url);
  const server = await startBerth(proxy.url, folder);
  const subscribers = startSubscribers();
  try {
    proxy.reset();
    const cpuBefore = await server.cpuMs();
    const startedAt = now();
    const { keys } = tenants;
    await openAll(subscribers, server, { query: MARKET, keys, cursors, count, atOnce: count, frames: 1 });
    const cpuSeconds = ((await server.cpuMs()) - cpuBefore) / 1000;
    const statements = proxy.count();
    const lastAt = await untilSilent(subscribers);

    // They are live, and there once.
    await subscribers.do({ do: "listen" });
    await movePrice(database.sql);
    await untilHeard(subscribers, count, 1);
    return { seconds: (lastAt - startedAt) / 1000, cpuSeconds, statements };
  } finally {
    subscribers.stop();
    await server.stop();
    proxy.close();
  }
}

/** When the last frame came; nothing has come for a second since. */
async function untilSilent(subscribers: Subscribers): Promise<number> {
  for (;;) {
    await sleep(200);
    const { arrivals } = await subscribers.do({ do: "tell" });
    const lastAt = Math.max(...arrivals.map((times) => percentile(times, 100)));
    if (now() - lastAt > 1_000) return lastAt;
  }
}
