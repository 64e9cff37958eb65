import { setTimeout as sleep } from "node:timers/promises";
import { startBerth } from "../berth.ts";
import { startCountingProxy } from "../counting-proxy.ts";
import type { Ground } from "../ground.ts";
import { startSubscribers } from "../load.ts";
import { affordableSubscribers } from "../machine.ts";
import { presentCursor } from "../market.ts";
import { MARKET, openAll } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";

// Thousands are there, and nothing happens. The process looks for events once a second by itself,
// whether anybody is there or not; that is all it may ask of the database.

const WAITING = 10_000;
const SECONDS = 10;

export async function benchIdle(ground: Ground): Promise<{ sections: Section[]; aims: Aim[] }> {
  const { database, tenants, folder, say } = ground;
  const count = affordableSubscribers(WAITING);
  const proxy = await startCountingProxy(database.url);
  const server = await startBerth(proxy.url, folder);
  const subscribers = startSubscribers();
  const watch = async () => {
    await sleep(1_500);
    proxy.reset();
    const before = await server.cpuMs();
    await sleep(SECONDS * 1_000);
    return { statements: proxy.count(), coreShare: ((await server.cpuMs()) - before) / (SECONDS * 10) };
  };
  try {
    say("Idle: with nobody");
    const alone = await watch();
    say(`Idle: with ${count} subscribers`);
    const cursors = [await presentCursor(database.sql)];
    await openAll(subscribers, server, {
      query: MARKET,
      keys: tenants.keys,
      cursors,
      count,
      atOnce: 200,
      frames: 0,
    });
    const idle = await watch();
    const line = (name: string, { statements, coreShare }: typeof idle) => [
      name,
      String(statements),
      `${round(coreShare)} %`,
    ];
    const people = `${count.toLocaleString("en")} subscribers`;
    return {
      sections: [
        {
          title: `${SECONDS} seconds in which nothing happens`,
          columns: ["", "statements", "of a core"],
          lines: [line("nobody", alone), line(people, idle)],
        },
      ],
      aims: [
        {
          what: `${people} to whom nothing happens: statements, more than for nobody`,
          measured: idle.statements - alone.statements,
          // The look that comes once a second falls into the time ten or eleven times.
          aim: 1,
          unit: "",
          isMost: true,
        },
      ],
    };
  } finally {
    subscribers.stop();
    await server.stop();
    proxy.close();
  }
}
