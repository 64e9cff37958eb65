import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { startBerth } from "../berth.ts";
import type { Ground } from "../ground.ts";
import { startSubscribers } from "../load.ts";
import { affordableSubscribers } from "../machine.ts";
import type { Measured } from "../measured.ts";
import { median, percentile } from "../numbers.ts";
import { now, openAll } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";

// A month of ten thousand sessions of one account, asked for as the Savings page asks for it, once they are added up, as
// they are seconds after each is over; beside it one statement of bare SQL that adds up the same, by day, consumer, GPU
// and provider, at the prices of three clouds. Then a thousand subscribers who are told every second what is saved: of
// one account, and of a thousand, each with a machine that runs.

const SESSIONS = 10_000;
/** What is asked first after a start waits for code to be compiled, and is not counted. */
const WARM_UP = 10;
const ASKED = 40;
const WATCHING = 1_000;
const SECONDS = 10;
const MOST_P95_MS = 100;
const MOST_RATIO = 4;
const MOST_CORE_PERCENT = 15;

const FIGURES = "{ paid gpuHours clouds { cloud compared reference saved } }";
const SUMMARY = `query Summary($from: DateTime!) { savings(from: $from, bucket: DAY) { sessions total ${FIGURES}
  history { from until figures ${FIGURES} } byConsumer { name figures ${FIGURES} } byGpu { name figures ${FIGURES} }
  byProvider { name figures ${FIGURES} } waterfalls { cloud parts { kind amount } } } }`;
const PROJECTION = `query Projection { savingsProjection { soFar ${FIGURES} clouds { cloud low expected high } } }`;
const TICKS =
  "subscription Ticks { savingsTicks { at since paid ratePerHour clouds { cloud compared reference saved savedPerHour } sessions { sessionId paid } } }";

export async function benchSavings(ground: Ground): Promise<{ sections: Section[]; aims: Aim[] }> {
  const { database, tenants, folder, say } = ground;
  const [heavy = ""] = tenants.accountIds;
  await seed(database.sql, tenants.accountIds, overOf(database.sql, heavy));
  await addUp(ground);
  await seed(database.sql, tenants.accountIds, runningOf(database.sql, tenants.accountIds));
  const server = await startBerth(database.url, folder);
  const bare = postgres(database.url, { max: 1, onnotice: () => {} });
  const from = new Date(Date.now() - 30 * 86_400_000).toISOString();
  try {
    const key = tenants.keys[0] ?? "";
    const lines: string[][] = [];
    const aims: Aim[] = [];
    for (const [name, query, variables] of [
      ["history, groups and waterfalls of thirty days", SUMMARY, { from }],
      ["the month and where it leads", PROJECTION, {}],
    ] as const) {
      say(`Savings: ${name}`);
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let turn = 0; turn < WARM_UP; turn++) await ask(server, key, query, variables);
      // In turns, so that whatever else the machine does is done to both.
      for (let turn = 0; turn < ASKED; turn++) {
        ours.push(await timeOf(() => ask(server, key, query, variables)));
        theirs.push(await timeOf(() => askBare(bare, heavy, from)));
      }
      const p95 = percentile(ours, 95);
      const ratio = median(ours) / median(theirs);
      lines.push([name, round(median(ours)), round(p95), round(median(theirs)), round(ratio)]);
      aims.push(
        {
          what: `${name}, of ${SESSIONS} sessions: p95`,
          measured: p95,
          aim: MOST_P95_MS,
          unit: "ms",
          isMost: true,
        },
        { what: `${name}: against bare SQL`, measured: ratio, aim: MOST_RATIO, unit: "times", isMost: true },
      );
    }
    const told: string[][] = [];
    for (const [name, keys] of [
      ["of one account", [key]],
      ["of as many accounts", tenants.keys],
    ] as const) {
      const share = await watch(ground, server, [...keys]);
      told.push([name, `${round(share)} %`]);
      aims.push({
        what: `${WATCHING} subscribers ${name}, told every second: of a core`,
        measured: share,
        aim: MOST_CORE_PERCENT,
        unit: "%",
        isMost: true,
      });
    }
    return {
      sections: [
        {
          title: `What ${SESSIONS} sessions of a month saved, in milliseconds`,
          columns: ["", "median", "p95", "bare SQL", "ratio"],
          lines,
        },
        { title: `${WATCHING} subscribers of savingsTicks`, columns: ["", "of a core"], lines: told },
      ],
      aims,
    };
  } finally {
    await bare.end({ timeout: 2 });
    await server.stop();
  }
}

/** By a process that works on what is due, which is gone when it has. */
async function addUp({ database, folder, say }: Ground): Promise<void> {
  const worker = await startBerth(database.url, folder, { ROLES: "api,worker" });
  try {
    for (let seconds = 0; seconds < 120; seconds++) {
      const [row] = await database.sql<{ left: number }[]>`
        select count(*)::int as left from sessions, savings_edition where saved_in < edition and ended_at is not null`;
      if (row?.left === 0) {
        await database.sql`vacuum analyze savings_days`;
        return;
      }
      say(`Savings: ${row?.left} sessions to add up`);
      await sleep(1_000);
    }
    throw new PlainFailure("What is over was not added up within two minutes.");
  } finally {
    await worker.stop();
  }
}

async function watch({ say }: Ground, server: Measured, keys: string[]): Promise<number> {
  const count = affordableSubscribers(WATCHING);
  say(`Savings: ${count} subscribers, ${keys.length} accounts`);
  const subscribers = startSubscribers();
  try {
    await openAll(subscribers, server, { query: TICKS, keys, cursors: [], count, atOnce: 100, frames: 1 });
    await sleep(2_000);
    const before = await server.cpuMs();
    await sleep(SECONDS * 1_000);
    return ((await server.cpuMs()) - before) / (SECONDS * 10);
  } finally {
    subscribers.stop();
  }
}

async function ask({ port }: Measured, key: string, query: string, variables: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { errors } = (await response.json()) as { errors?: unknown };
  if (errors) throw new PlainFailure(`The server did not answer: ${JSON.stringify(errors)}`);
}

/** What one would write by hand: each stretch rounded once, as the ledger rounds it, and summed in the five ways. */
async function askBare(bare: postgres.Sql, accountId: string, from: string): Promise<void> {
  await bare`
    with metered as (
      select date_trunc('day', st.began_at at time zone 'UTC') as day, coalesce(s.consumer, '') as consumer,
        m.gpu_model, m.provider_id, m.gpu_count,
        (extract(epoch from coalesce(st.ended_at, now()) - st.began_at) * 1000)::numeric as ms, st.price_per_hour,
        p.aws, p.gcp, p.azure
      from sessions s
        join session_stretches st on st.session_id = s.id
        join machines m on m.id = st.machine_id
        left join offers o on o.id = m.offer_id
        left join lateral (
          select min(price_per_gpu_hour) filter (where cloud = 'aws') as aws,
            min(price_per_gpu_hour) filter (where cloud = 'gcp') as gcp,
            min(price_per_gpu_hour) filter (where cloud = 'azure') as azure
          from reference_prices r
          where r.gpu_model = m.gpu_model and r.gpu_socket = o.gpu_socket and r.pricing = 'on_demand'
            and abs(r.vram_gb - m.vram_gb) < 5 and r.effective_from <= st.began_at
            and coalesce(r.effective_until > st.began_at, true)
        ) p on true
      where s.account_id = ${accountId} and s.hold_id is not null and st.began_at < now()
        and (s.ended_at is null or s.ended_at > ${from}::timestamptz)
    )
    select day, consumer, gpu_model, provider_id, count(*),
      sum(round(price_per_hour * ms / 3600000))::text as paid,
      sum(round(aws * gpu_count * ms / 3600000))::text as aws,
      sum(round(gcp * gpu_count * ms / 3600000))::text as gcp,
      sum(round(azure * gpu_count * ms / 3600000))::text as azure
    from metered group by grouping sets ((day), (consumer), (gpu_model), (provider_id), ())`;
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedAt = now();
  await work();
  return now() - startedAt;
}

/** Sessions that are over, all of one account. */
const overOf = (sql: postgres.Sql, accountId: string) => sql`
  select ${accountId}::text as account_id, 'ses_bench_' || n as id, n % 3 as which, 1 + n % 4 as gpus,
    now() - interval '29 days' + n * interval '29 days' / ${SESSIONS}::int as began,
    (20 + n * 37 % 400) * interval '1 minute' as ran
  from generate_series(0, ${SESSIONS - 1}::int) n`;

/** One in each account that runs. */
const runningOf = (sql: postgres.Sql, accountIds: readonly string[]) => sql`
  select account_id, 'ses_runs_' || account_id as id, 0 as which, 1 as gpus,
    now() - interval '5 minutes' as began, null::interval as ran
  from unnest(${[...accountIds]}::text[]) account_id`;

async function seed(
  sql: postgres.Sql,
  accountIds: readonly string[],
  rows: postgres.PendingQuery<postgres.Row[]>,
): Promise<void> {
  await sql`insert into credit_balances (account_id, at) select unnest(${[...accountIds]}::text[]), now()
    on conflict do nothing`;
  await sql`insert into offers select (jsonb_populate_record(o, jsonb_build_object('id', 'off_bench_h100',
      'external_id', 'bench-h100', 'machine_id', 'bench-h100', 'gpu_model', 'H100', 'gpu_socket', 'SXM', 'vram_gb', 80,
      'state', 'withdrawn'))).* from offers o where o.id = (select min(id) from offers) on conflict do nothing`;
  await sql`
      with rows as (${rows}), priced as (
        select r.*, 2000000::bigint * gpus as price,
          (2000000 * gpus * coalesce(extract(epoch from ran), 0) / 3600)::bigint as cost from rows r
      ), held as (
        insert into credit_holds (id, account_id, purpose, state, amount, captured, released, lapses_at, created_at, closed_at)
        select 'hld_' || id, account_id, id, case when ran is null then 'open' else 'captured' end, price * 12,
          cost, case when ran is null then 0 else price * 12 - cost end, began + interval '60 days', began,
          began + ran from priced returning id
      ), made as (
        insert into sessions (id, account_id, consumer, created_by, created_at, state, state_since, offer_id, gpu_model,
          gpu_count, vram_gb, kind, price_per_hour, cap_per_hour, hours, image, disk_gb, ports, sealed_order, public_key,
          attempts, billable_since, longest_until, ready_at, ends_at, end_asked, reason, ended_at, hold_id, held, settled, settled_until)
        select id, account_id, 'job ' || which, 'usr_bench', began, case when ran is null then 'running' else 'stopped' end,
          began, 'off_bench_h100', 'H100', gpus, 80, 'on_demand', price, price, 12, 'image', 10, '{}', '', '', 1, began,
          began + interval '12 hours', began, began + interval '12 hours',
          case when ran is null then null else 'asked-to-stop' end, case when ran is null then null else 'asked-to-stop' end,
          began + ran, 'hld_' || id, price * 12, cost, coalesce(began + ran, began)
        from priced where (select count(*) from held) >= 0 returning id
      ), there as (
        insert into machines (id, session_id, account_id, attempt, provider_id, offer_id, external_id, gpu_model, gpu_count,
          vram_gb, price_per_hour, state, asked_at)
        select 'mac_' || id, id, account_id, 1, 'cloud-' || which, 'off_bench_h100', id, 'H100', gpus, 80, price,
          case when ran is null then 'there' else 'over' end, began
        from priced where (select count(*) from made) >= 0 returning id
      )
      insert into session_stretches (session_id, machine_id, what, began_at, ended_at, price_per_hour)
      select id, 'mac_' || id, 'everything', began, began + ran, price
      from priced where (select count(*) from there) >= 0`;
  await sql`vacuum analyze sessions, machines, session_stretches`;
}
