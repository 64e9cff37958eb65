import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { startBerth } from "../berth.ts";
import type { Ground } from "../ground.ts";
import { startHttpLoad } from "../load.ts";
import { median, percentile } from "../numbers.ts";
import { COUNTED_PRICE, shapes } from "../question.ts";
import { now } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";
import { post } from "./http.ts";

// Once an hour a forecast of every series is made, by the process that answers requests too. A thousand series of
// sixty days get another hour, and while theirs are made the same is asked as before: a page of offers, another one
// each time, so often a second that there is time for both.

const SERIES = 1_000;
const HOURS = 1_440;
const HOURS_MADE = 3;
const ASKED_A_SECOND = 50;
const CONNECTIONS = 8;
const QUIET_SECONDS = 10;
const HOUR_MS = 60 * 60_000;

export async function benchForecasts(ground: Ground): Promise<{ sections: Section[]; aims: Aim[] }> {
  const { database, tenants, folder, say } = ground;
  const { sql } = database;
  const shape = shapes[1];
  if (!shape) throw new Error("there is no such page");
  const request = post(shape, COUNTED_PRICE, tenants.keys[0]);
  say(`Forecasts: ${SERIES} series of ${HOURS} hours`);
  let hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOURS_MADE * HOUR_MS;
  await seedSeries(sql, new Date(hour));
  const load = startHttpLoad();
  const server = await startBerth(database.url, folder, { ROLES: "api,worker", FORECAST_REPLAY_DAYS: "0" });
  const asked = async (seconds: number) => {
    const { latenciesMs, failures } = await load.do({
      port: server.port,
      request,
      connections: CONNECTIONS,
      seconds,
      rate: ASKED_A_SECOND,
    });
    if (failures.length > 0) throw new PlainFailure(`While forecasts were made: ${failures[0]}`);
    return latenciesMs;
  };
  const quiet: number[] = [];
  const busy: number[] = [];
  const tookMs: number[] = [];
  const cpuMs: number[] = [];
  try {
    // The first hour is for the compiler.
    for (let number = 0; number <= HOURS_MADE; number++, hour += HOUR_MS) {
      say(`Forecasts: hour ${number} of ${HOURS_MADE}`);
      if (number > 0) await addHour(sql, new Date(hour));
      const before = await server.cpuMs();
      const made = untilMade(sql, new Date(hour));
      while (!(await made.isBegun())) await sleep(20);
      const begun = now();
      const during: number[] = [];
      while (!(await made.isDone())) during.push(...(await asked(1)));
      const took = now() - begun;
      const used = (await server.cpuMs()) - before;
      const after = await asked(QUIET_SECONDS);
      if (number === 0) continue;
      busy.push(...during);
      quiet.push(...after);
      tookMs.push(took);
      cpuMs.push(used);
    }
  } finally {
    load.stop();
    await server.stop();
    await unseedSeries(sql);
  }
  const line = (name: string, taken: number[]) => [
    name,
    round(percentile(taken, 50)),
    round(percentile(taken, 99)),
  ];
  return {
    sections: [
      {
        title: `Forecasts of ${SERIES.toLocaleString("en")} series, each hour, and what is asked meanwhile`,
        columns: ["", "p50 ms", "p99 ms"],
        lines: [
          line("nothing else to do", quiet),
          line("while they are made", busy),
          [
            `an hour’s forecasts in s, and of a core`,
            round(median(tookMs) / 1000),
            round(median(cpuMs) / 1000),
          ],
        ],
      },
    ],
    aims: [
      {
        what: "an hour’s forecasts: processor time, with all that was asked meanwhile",
        measured: median(cpuMs) / 1000,
        aim: 60,
        unit: "s",
        isMost: true,
      },
      {
        what: "what is asked while they are made: p99 against the quiet one",
        measured: percentile(busy, 99) / percentile(quiet, 99),
        aim: 1.3,
        unit: "×",
        isMost: true,
      },
    ],
  };
}

/** A walk in steps of whole percents, flat at most hours, as prices of GPUs are. */
const WALK = `greatest(200000, 2000000 + 20000 * sum(case when random() < 0.15 then (random() * 4 - 2)::int else 0 end)
  over (partition by s.number order by h.hour))::bigint`;

async function seedSeries(sql: postgres.Sql, last: Date): Promise<void> {
  const first = new Date(last.getTime() - (HOURS - 1) * HOUR_MS);
  await sql`select make_price_partitions('price_points', ${first}, ${new Date(last.getTime() + 2 * 24 * HOUR_MS)})`;
  await sql`insert into price_series (id, provider_id, gpu_model, region, kind)
    select 'bench/' || n, 'bench', 'GPU ' || n % 50, 'Region ' || n, 'on_demand' from generate_series(1, ${SERIES}) n`;
  await sql.unsafe(
    `insert into price_points (series, hour, low, median, high, count, source)
     select number, hour, price, price, price, 20, 'imported' from (
       select s.number, h.hour, ${WALK} as price from price_series s,
         generate_series($1::timestamptz, $2::timestamptz, interval '1 hour') as h (hour) where s.provider_id = 'bench'
     ) walk`,
    [first.toISOString(), last.toISOString()],
  );
  await sql`analyze price_points`;
}

async function addHour(sql: postgres.Sql, hour: Date): Promise<void> {
  await sql`insert into price_points (series, hour, low, median, high, count, source)
    select p.series, ${hour}, p.low, p.median, p.high, 20, 'imported'
    from price_points p join price_series s on s.number = p.series
    where s.provider_id = 'bench' and p.hour = ${new Date(hour.getTime() - HOUR_MS)}`;
}

async function unseedSeries(sql: postgres.Sql): Promise<void> {
  await sql`delete from forecasts where series in (select number from price_series where provider_id = 'bench')`;
  await sql`delete from price_points where series in (select number from price_series where provider_id = 'bench')`;
  await sql`delete from price_series where provider_id = 'bench'`;
}

function untilMade(sql: postgres.Sql, cutOff: Date) {
  const count = async () => {
    const [row] = await sql<{ made: number }[]>`select count(*)::int as made from forecasts f
      join price_series s on s.number = f.series where s.provider_id = 'bench' and f.cut_off = ${cutOff}`;
    return row?.made ?? 0;
  };
  return { isBegun: async () => (await count()) > 0, isDone: async () => (await count()) >= SERIES };
}
