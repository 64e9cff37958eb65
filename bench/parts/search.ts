import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { saveListing } from "../../server/src/offers/poll.ts";
import { saveProvider } from "../../server/src/offers/store/poll.ts";
import { makeBell } from "../../server/src/platform/bell.ts";
import { systemClock } from "../../server/src/platform/clock.ts";
import { makeContext } from "../../server/src/platform/context.ts";
import { openDatabase } from "../../server/src/platform/db/database.ts";
import { makeLog } from "../../server/src/platform/log.ts";
import { systemRandom } from "../../server/src/platform/random.ts";
import { makeSeal } from "../../server/src/platform/seal.ts";
import type { ListedOffer } from "../../server/src/providers/provider.ts";
import { SYSTEM } from "../../server/src/values/actor.ts";
import { askOver } from "../ask-graphql.ts";
import { startBerth } from "../berth.ts";
import { type Ground, ROUNDS } from "../ground.ts";
import { startSubscribers } from "../load.ts";
import { movePrice, presentCursor, seedLargeMarket, unseedLargeMarket } from "../market.ts";
import { median, percentile } from "../numbers.ts";
import { now, openAll, untilHeard } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";

// A market as large as it may become: pages of it against the bare SQL they stand for, a poll that
// finds little changed, and a change told to readers who each look for something else.

const LIVE = 50_000;
const QUESTIONS = 200;
/** Until the compiler has seen the code often enough, and the database has its pages in memory. */
const WARM_UP = 1_000;
const POLLED = 10_000;
const CHANGED = 100;
const READERS = 1_000;
const EVENTS = 4;

export async function benchSearch(ground: Ground): Promise<{ sections: Section[]; aims: Aim[] }> {
  const { sql } = ground.database;
  ground.say(`Search: a market of ${LIVE} offers`);
  await seedLargeMarket(sql, LIVE);
  try {
    const pages = await benchPages(ground);
    const told = await benchReaders(ground);
    const polls = await benchPoll(ground);
    return {
      sections: [pages.section, polls.section, told.section],
      aims: [...pages.aims, polls.aim, told.aim],
    };
  } finally {
    await unseedLargeMarket(sql);
  }
}

// ——— pages ———

type Page = {
  name: string;
  filter: object;
  sort: object[];
  bare: (sql: postgres.Sql, most: string) => Promise<unknown>;
};

const COLUMNS = `id, kind, gpu_model, gpu_count, price_per_gpu_hour, price_per_hour, disk_price_per_gb_month, vcpus, ram_gb,
  region, country, reliability, verified`;
const FIELDS =
  "id kind gpu { model } gpuCount pricePerGpuHour pricePerHour diskPricePerGbMonth vcpus ramGb region country reliability verified";
const WHERE = `state = 'listed' and gpu_model = any('{H100,A100,RTX 4090}') and vram_gb >= 22.32 and country = any('{US,DE}')
  and reliability >= 0.95 and suppressed_until is null and price_per_gpu_hour <= $1`;
const filter = {
  gpuModels: ["H100", "A100", "RTX 4090"],
  vramGbMin: 24,
  countries: ["US", "DE"],
  reliabilityMin: 0.95,
};

const pages: readonly Page[] = [
  {
    name: "cheapest first, as an index has it",
    filter,
    sort: [{ field: "PRICE_PER_GPU_HOUR" }],
    bare: (sql, most) =>
      sql.unsafe(
        `select ${COLUMNS} from offers where ${WHERE} order by price_per_gpu_hour, id limit 51`,
        [most],
        { prepare: true },
      ),
  },
  {
    name: "by reliability, then the largest, as no index has it",
    filter,
    sort: [
      { field: "RELIABILITY", direction: "DESC" },
      { field: "GPU_COUNT", direction: "DESC" },
    ],
    bare: (sql, most) =>
      sql.unsafe(
        `select ${COLUMNS} from offers where ${WHERE} order by coalesce(reliability, -1) desc, gpu_count desc, id limit 51`,
        [most],
        { prepare: true },
      ),
  },
];

async function benchPages({
  database,
  tenants,
  folder,
  say,
}: Ground): Promise<{ section: Section; aims: Aim[] }> {
  const server = await startBerth(database.url, folder);
  const asking = await askOver(server.port, tenants.keys[0] ?? "");
  // Each question is another, so that none is answered from memory.
  let asked = 0;
  const most = () =>
    `${9_000 + Math.floor(++asked / 1_000_000)}.${String(asked % 1_000_000).padStart(6, "0")}`;
  const query = `query Page($filter: OfferFilter, $sort: [OfferSort!]) { offers(first: 50, filter: $filter, sort: $sort) { nodes { ${FIELDS} } } }`;
  const overGraphql = async (page: Page) => {
    const variables = { filter: { ...page.filter, pricePerGpuHourMax: most() }, sort: page.sort };
    const text = await asking.ask({ query, variables });
    if (!text.startsWith('{"data":{"offers":{"nodes":[{"id"'))
      throw new PlainFailure(`Berth answered ${text.slice(0, 300)}`);
  };
  const bare = (page: Page) => page.bare(database.sql, most().replace(".", ""));
  const lines: string[][] = [];
  const aims: Aim[] = [];
  try {
    for (const page of pages) {
      const ratios: number[] = [];
      const middles: [number, number][] = [];
      say(`Search: ${page.name}, warming up`);
      await p95(() => overGraphql(page), WARM_UP);
      await p95(() => bare(page), WARM_UP);
      for (let number = 1; number <= ROUNDS; number++) {
        say(`Search: ${page.name}, round ${number} of ${ROUNDS}`);
        const graphql = await p95(() => overGraphql(page), QUESTIONS);
        const sql = await p95(() => bare(page), QUESTIONS);
        ratios.push(graphql / sql);
        middles.push([graphql, sql]);
      }
      const ratio = median(ratios);
      lines.push([
        page.name,
        round(median(middles.map(([first]) => first))),
        round(median(middles.map(([, second]) => second))),
        round(ratio),
      ]);
      aims.push({
        what: `a filtered page of ${LIVE.toLocaleString("en")}, ${page.name}: p95 against its bare SQL`,
        measured: ratio,
        aim: 4,
        unit: "×",
        isMost: true,
      });
    }
  } finally {
    asking.end();
    await server.stop();
  }
  return {
    section: {
      title: `A filtered, sorted first page of ${LIVE.toLocaleString("en")} offers, p95 in ms`,
      columns: ["", "GraphQL", "bare SQL", "×"],
      lines,
    },
    aims,
  };
}

async function p95(act: () => Promise<unknown>, questions: number): Promise<number> {
  const took: number[] = [];
  for (let question = 0; question < questions; question++) {
    const begun = now();
    await act();
    took.push(now() - begun);
  }
  return percentile(took, 95);
}

// ——— a poll ———

async function benchPoll({ database, say }: Ground): Promise<{ section: Section; aim: Aim }> {
  const log = makeLog("silent");
  const own = openDatabase({
    url: database.url,
    pool: 2,
    clock: systemClock,
    log,
    name: "bench",
    deadlineMs: 60_000,
  });
  const bell = makeBell(own.sql, systemClock, log);
  const seal = makeSeal("a secret that seals nothing here", systemRandom);
  const ctx = makeContext({ db: own.db, clock: systemClock, random: systemRandom, log, bell, seal }, SYSTEM);
  try {
    const provider = await saveProvider(ctx, { id: "bench-cloud", name: "Bench cloud", connected: true });
    let offers = Array.from({ length: POLLED }, (_, at) => listedOffer(at));
    say(`Search: a poll of ${POLLED} offers`);
    const poll = () => saveListing(ctx, provider, { offers, odd: 0 }, ctx.now());
    await poll();
    await database.sql`analyze offers`;
    const seconds: number[] = [];
    const written: number[] = [];
    for (let number = 0; number <= ROUNDS; number++) {
      offers = offers.map((offer, at) =>
        at % (POLLED / CHANGED) === 0 ? { ...offer, pricePerHour: offer.pricePerHour + 10_000n } : offer,
      );
      const [before] = await database.sql<{ xid: string }[]>`select pg_current_xact_id()::text as xid`;
      const begun = now();
      await poll();
      if (number === 0) continue;
      seconds.push((now() - begun) / 1000);
      const [row] = await database.sql<{ count: number }[]>`
        select count(*)::int as count from offers where xmin::text::bigint > ${before?.xid ?? "0"}::bigint`;
      written.push(row?.count ?? 0);
    }
    if (written.some((rows) => rows !== CHANGED))
      throw new PlainFailure(`A poll wrote ${written.join(", ")} rows, not ${CHANGED}.`);
    const perSecond = POLLED / median(seconds);
    return {
      section: {
        title: `A poll of ${POLLED.toLocaleString("en")} offers of which ${CHANGED} changed`,
        columns: ["", "ms", "offers a s", "rows written"],
        lines: [
          ["compared, written and told", round(median(seconds) * 1000), round(perSecond), String(CHANGED)],
        ],
      },
      aim: {
        what: "offers a second in a poll of which 1 % changed",
        measured: perSecond,
        aim: 20_000,
        unit: "a s",
      },
    };
  } finally {
    await bell.close();
    await own.close();
  }
}

function listedOffer(at: number): ListedOffer {
  return {
    externalId: `poll-${at}`,
    machineId: `machine-${at >> 1}`,
    kind: at % 3 ? "on_demand" : "interruptible",
    gpuRawName: ["RTX 4090", "H100 SXM", "A100 PCIE", "L40S"][at % 4] ?? "",
    gpuCount: 1 + (at % 8),
    vramGb: 24,
    pricePerHour: BigInt(1_000_000 + at * 31),
    vcpuPricePerHour: 0n,
    ramPricePerHour: 0n,
    diskPricePerGbMonth: 150_000n,
    chargedDiskGbMin: 0,
    trafficUpPerGb: null,
    trafficDownPerGb: null,
    vcpus: 16,
    ramGb: 64,
    diskGb: 500,
    region: `Region ${at % 12}`,
    country: "US",
    reliability: 0.99,
    cudaVersion: "12.8",
    networkDownMbps: 900,
    networkUpMbps: 800,
    datacenter: at % 2 === 0,
    verified: true,
    maxDurationHours: 72,
  };
}

// ——— a change, told ———

async function benchReaders({
  database,
  tenants,
  folder,
  say,
}: Ground): Promise<{ section: Section; aim: Aim }> {
  const server = await startBerth(database.url, folder);
  const subscribers = startSubscribers();
  // Each looks for something else, so that no two share an answer.
  const queries = Array.from(
    { length: READERS },
    (_, at) =>
      `subscription Search($after: Cursor) { offersChanged(after: $after, filter: { countries: ["US"], reliabilityMin: ${(0.5 + at / 10_000).toFixed(4)} }) { __typename ... on OffersDelta { cursor withdrawn changed { id region kind pricePerGpuHour } } } }`,
  );
  try {
    say(`Search: ${READERS} readers`);
    await openAll(subscribers, server, {
      query: queries[0] ?? "",
      queries,
      keys: tenants.keys,
      count: READERS,
      cursors: [await presentCursor(database.sql)],
      atOnce: 100,
      frames: 0,
    });
    await subscribers.do({ do: "listen" });
    await movePrice(database.sql);
    await untilHeard(subscribers, READERS, 1);
    const figures: { p50: number; p99: number; cpuMs: number }[] = [];
    for (let number = 1; number <= ROUNDS; number++) {
      say(`Search: ${READERS} readers, round ${number} of ${ROUNDS}`);
      await subscribers.do({ do: "listen" });
      const cpuBefore = await server.cpuMs();
      const happenedAt: number[] = [];
      for (let event = 0; event < EVENTS; event++) {
        const next = sleep(1_000);
        happenedAt.push(now());
        await movePrice(database.sql);
        await next;
      }
      const { arrivals } = await untilHeard(subscribers, READERS, EVENTS);
      const cpuMs = ((await server.cpuMs()) - cpuBefore) / EVENTS;
      const took = arrivals.flatMap((times, event) => times.map((time) => time - (happenedAt[event] ?? 0)));
      figures.push({ p50: percentile(took, 50), p99: percentile(took, 99), cpuMs });
    }
    const middle = (name: "p50" | "p99" | "cpuMs") => median(figures.map((one) => one[name]));
    return {
      section: {
        title: `One changed offer to ${READERS.toLocaleString("en")} readers, each with a filter of their own`,
        columns: ["", "p50 ms", "p99 ms", "CPU ms"],
        lines: [
          [
            "from the change to the reader",
            round(middle("p50")),
            round(middle("p99")),
            round(middle("cpuMs")),
          ],
        ],
      },
      aim: {
        what: "p99 until 1,000 filtered readers have one change",
        measured: middle("p99"),
        aim: 250,
        unit: "ms",
        isMost: true,
      },
    };
  } finally {
    subscribers.stop();
    await server.stop();
  }
}
