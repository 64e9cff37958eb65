import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { startBerth } from "../berth.ts";
import { type Ground, ROUNDS } from "../ground.ts";
import { startHttpLoad, startSubscribers } from "../load.ts";
import { affordableSubscribers } from "../machine.ts";
import { changeAccounts, movePrice, presentCursor } from "../market.ts";
import { type Measured, startMeasured } from "../measured.ts";
import { median, percentile } from "../numbers.ts";
import { HIGHEST_PRICE, shapes } from "../question.ts";
import { ACTIVITY, MARKET, now, openAll, type Subscribers, untilHeard } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";
import { post } from "./http.ts";

// One event a second, and everybody who listens. All servers have their subscribers open at the
// same time and take turns in having something to tell.

const SIZES = [1_000, 10_000];
const EVENTS = 4;

type Subject = {
  name: string;
  server: Measured;
  subscribers: Subscribers;
  query: string;
  keys: string[];
  /** Makes one thing happen that every subscriber is to hear of. */
  happen: () => Promise<void>;
  rssKb: number;
};
type Figures = { cpuUs: number; p50: number; p99: number };

const BERTH = "Berth";
const BERTH_ACCOUNTS = "Berth, 1,000 accounts that hear each its own";
const BROADCAST = "ws alone, the same frame to all";
const DEFAULT = "graphql-ws as it comes";

export async function benchFanout(ground: Ground): Promise<{ sections: Section[]; aims: Aim[] }> {
  const sections: Section[] = [];
  const aims: Aim[] = [];
  for (const wanted of SIZES) {
    const size = affordableSubscribers(wanted);
    const isLargest = wanted === SIZES.at(-1);
    if (size < wanted) {
      console.log(
        `\nThe limit on open files allows ${size} subscribers, not ${wanted}; raise it with ulimit -n.`,
      );
    }
    const subjects = await startSubjects(ground, isLargest);
    try {
      for (const subject of subjects) await openSubscribers(subject, size, ground);
      const middle = await inTurns(subjects, size, ground);
      sections.push(toSection(subjects, size, middle));
      if (isLargest) {
        const calm = await benchRequests(subjects, ground);
        sections.push(calm.section);
        aims.push(...toAims(subjects, size, middle), calm.aim);
      }
    } finally {
      for (const { server, subscribers } of subjects) {
        subscribers.stop();
        await server.stop();
      }
    }
  }
  return { sections, aims };
}

async function startSubjects(
  { database, tenants, folder }: Ground,
  withAccounts: boolean,
): Promise<Subject[]> {
  const rival = (name: string) =>
    startMeasured({ name, args: [join(import.meta.dirname, `../rivals/${name}.ts`)], env: {} }, folder);
  const subject = (name: string, server: Measured, happen: () => Promise<void>): Subject => {
    return {
      name,
      server,
      happen,
      subscribers: startSubscribers(),
      query: MARKET,
      keys: tenants.keys,
      rssKb: 0,
    };
  };
  const broadcast = await rival("broadcast");
  const separate = await rival("default-graphql-ws");
  const change = sampleChange();
  const frame = JSON.stringify({ id: "1", type: "next", payload: { data: { offersChanged: change } } });
  const subjects = [
    subject(BERTH, await startBerth(database.url, folder), () => movePrice(database.sql)),
    subject(BROADCAST, broadcast, async () => broadcast.tell({ frame })),
    subject(DEFAULT, separate, async () => separate.tell({ change })),
  ];
  if (!withAccounts) return subjects;
  const accounts = subject(BERTH_ACCOUNTS, await startBerth(database.url, folder), () =>
    changeAccounts(database.sql, tenants.accountIds),
  );
  return [...subjects, { ...accounts, query: ACTIVITY }];
}

/** What Berth tells of a price that moved, word for word. */
function sampleChange(): object {
  return {
    __typename: "OffersDelta",
    cursor: "ZTEuOXhtLjFyMDFh",
    at: "2026-11-20T09:00:00.000Z",
    withdrawn: [],
    changed: [
      {
        id: "off_00000001",
        region: "Region 1",
        kind: "ON_DEMAND",
        pricePerGpuHour: "0.107920",
        previousPricePerGpuHour: "0.107919",
        priceChangedAt: "2026-11-20T09:00:00.000Z",
      },
    ],
  };
}

async function openSubscribers(subject: Subject, size: number, { database, say }: Ground): Promise<void> {
  const { name, server, subscribers, query, keys } = subject;
  const open = async (count: number) => {
    say(`Fan-out: ${count} subscribers of ${name}`);
    const cursors = [await presentCursor(database.sql)];
    await openAll(subscribers, server, { query, keys, count, cursors, atOnce: 200, frames: 0 });
    // One event for all to hear, so that nothing of the opening is left to do.
    await subscribers.do({ do: "listen" });
    await subject.happen();
    await untilHeard(subject.subscribers, count, 1);
  };
  // What a first few hundred cost is the code itself, once, whatever their number.
  await open(Math.min(500, size));
  await subscribers.do({ do: "close" });
  await sleep(500);
  const before = await server.rssBytes();
  await open(size);
  subject.rssKb = ((await server.rssBytes()) - before) / size / 1024;
}

async function inTurns(
  subjects: readonly Subject[],
  size: number,
  { say }: Ground,
): Promise<(name: string) => Figures> {
  const all = new Map<string, Figures[]>();
  for (let number = 1; number <= ROUNDS; number++) {
    say(`Fan-out: ${size} subscribers, round ${number} of ${ROUNDS}`);
    for (const subject of subjects) {
      const figures = await tellEvents(subject, size);
      all.set(subject.name, [...(all.get(subject.name) ?? []), figures]);
    }
  }
  return (name) => {
    const figures = all.get(name) ?? [];
    return {
      cpuUs: median(figures.map((one) => one.cpuUs)),
      p50: median(figures.map((one) => one.p50)),
      p99: median(figures.map((one) => one.p99)),
    };
  };
}

async function tellEvents(subject: Subject, size: number): Promise<Figures> {
  const { server, subscribers, happen } = subject;
  await subscribers.do({ do: "listen" });
  const before = await server.cpuMs();
  const happenedAt: number[] = [];
  for (let event = 0; event < EVENTS; event++) {
    const next = sleep(1_000);
    happenedAt.push(now());
    await happen();
    await next;
  }
  const { arrivals } = await untilHeard(subscribers, size, EVENTS);
  const cpuMs = (await server.cpuMs()) - before;
  const latencies = arrivals.flatMap((times, event) => times.map((time) => time - (happenedAt[event] ?? 0)));
  return {
    cpuUs: (cpuMs * 1000) / (size * EVENTS),
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
  };
}

const REQUESTS_A_SECOND = 200;
const REQUEST_SECONDS = 4;

/** What somebody who asks over HTTP feels of ten thousand being told, once a second. */
async function benchRequests(
  subjects: readonly Subject[],
  { tenants, say }: Ground,
): Promise<{ section: Section; aim: Aim }> {
  const subject = subjects.find(({ name }) => name === BERTH);
  const fifty = shapes[1];
  if (!subject || !fifty) throw new Error("nobody to ask");
  const { server, subscribers, happen } = subject;
  // What the subscribers do with their frames is not the server's doing, and must not stand between
  // it and those who ask.
  subscribers.yieldToOthers();
  const load = startHttpLoad();
  const ask = async () => {
    const { latenciesMs, failures } = await load.do({
      port: server.port,
      request: post(fifty, HIGHEST_PRICE, tenants.keys[0]),
      connections: 32,
      seconds: REQUEST_SECONDS,
      rate: REQUESTS_A_SECOND,
    });
    if (failures.length > 0) throw new PlainFailure(`Requests beside a fan-out: ${failures[0]}`);
    return { p50: percentile(latenciesMs, 50), p99: percentile(latenciesMs, 99) };
  };
  const quiet: { p50: number; p99: number }[] = [];
  const busy: typeof quiet = [];
  await ask();
  for (let number = 1; number <= ROUNDS; number++) {
    say(`Fan-out: requests beside it, round ${number} of ${ROUNDS}`);
    quiet.push(await ask());
    const asking = ask();
    for (let event = 0; event < REQUEST_SECONDS; event++) {
      await happen();
      await sleep(1_000);
    }
    busy.push(await asking);
  }
  load.stop();
  const middle = (figures: typeof quiet, which: "p50" | "p99") => median(figures.map((one) => one[which]));
  const line = (name: string, figures: typeof quiet) => [
    name,
    round(middle(figures, "p50")),
    round(middle(figures, "p99")),
  ];
  return {
    section: {
      title: `Offers over HTTP, 50 rows, ${REQUESTS_A_SECOND} requests a second`,
      columns: ["", "p50 ms", "p99 ms"],
      lines: [line("in quiet", quiet), line("while all subscribers are told, once a second", busy)],
    },
    aim: {
      what: "p99 of requests beside a fan-out, against its quiet value",
      measured: middle(busy, "p99") / middle(quiet, "p99"),
      aim: 2,
      unit: "×",
      isMost: true,
    },
  };
}

function toSection(subjects: readonly Subject[], size: number, middle: (name: string) => Figures): Section {
  return {
    title: `One event a second to ${size.toLocaleString("en")} subscribers`,
    columns: ["", "CPU µs each", "of a core", "× ws alone", "p50 ms", "p99 ms", "kB each"],
    lines: subjects.map(({ name, rssKb }) => {
      const { cpuUs, p50, p99 } = middle(name);
      const share = `${round((cpuUs * size) / 10_000)} %`;
      return [
        name,
        round(cpuUs),
        share,
        round(cpuUs / middle(BROADCAST).cpuUs),
        round(p50),
        round(p99),
        round(rssKb),
      ];
    }),
  };
}

function toAims(subjects: readonly Subject[], size: number, middle: (name: string) => Figures): Aim[] {
  const against = (name: string) => middle(name).cpuUs / middle(BROADCAST).cpuUs;
  const people = `${size.toLocaleString("en")} subscribers`;
  return [
    { what: `${people}: CPU against ws alone`, measured: against(BERTH), aim: 1.3, unit: "×", isMost: true },
    {
      what: `${people} with 1,000 rights: CPU against ws alone`,
      measured: against(BERTH_ACCOUNTS),
      aim: 2,
      unit: "×",
      isMost: true,
    },
    ...[BERTH, BERTH_ACCOUNTS].map((name) => ({
      what: `${people}, memory of each: ${name}`,
      measured: subjects.find((subject) => subject.name === name)?.rssKb ?? Number.NaN,
      aim: 12,
      unit: "kB",
      isMost: true,
    })),
  ];
}
