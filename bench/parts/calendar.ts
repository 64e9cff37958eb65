import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type postgres from "postgres";
import { PlainFailure } from "../../scripts/plain-failure.ts";
import { eventIdOf } from "../../server/src/calendars/event-id.ts";
import { sealTokens } from "../../server/src/calendars/tokens.ts";
import { makeGoogle, scopes } from "../../server/src/platform/google/google.ts";
import { makeSeal } from "../../server/src/platform/seal.ts";
import { type Simulator, startSimulator } from "../../server/src/testing/simulator.ts";
import { startBerth } from "../berth.ts";
import type { Ground } from "../ground.ts";
import { now } from "../subscribing.ts";
import { type Aim, round, type Section } from "../table.ts";

// Two thousand bookings that are to stand in one calendar, at a Google that takes as many calls a minute of one person as
// Google does. First all are written, as after a calendar was connected or thrown away; then Google no longer knows how
// far its changes were read, and all are read again and compared.

const EVENTS = 2_000;
const CALLS_A_MINUTE = 600;
const MOST_SECONDS = 300;
const MOST_READ_SECONDS = 75;
const PATIENCE_MS = 600_000;

const CONNECTION = "gcl_bench";
const USER = "usr_bench_calendar";
const PUBLIC_URL = "http://localhost:3000";

interface Seen {
  calls: string[];
  refused: number;
  calendars: { id: string; events: { id: string; status: string }[] }[];
}

export async function benchCalendar({ database, tenants, folder, say }: Ground): Promise<{
  sections: Section[];
  aims: Aim[];
}> {
  const { sql } = database;
  const secret = randomBytes(32).toString("base64url");
  const simulator = await startSimulator("--speed", "1", "--machines", "1");
  try {
    await simulator.control("POST", "google", { callsAMinute: CALLS_A_MINUTE });
    await seed(sql, tenants.accountIds[2] ?? "", await connect(simulator, secret));
    const server = await startBerth(database.url, folder, {
      ROLES: "api,worker",
      BERTH_SECRET: secret,
      GOOGLE_URL: simulator.url,
      GOOGLE_CLIENT_ID: "simulated-google-client",
      GOOGLE_CLIENT_SECRET: "simulated-google-secret",
    });
    try {
      say(`Calendar: ${EVENTS} events are written`);
      const written = await timeUntilWell(sql);
      const first = await see(simulator);
      say(`Calendar: ${EVENTS} events are read again`);
      await simulator.control("POST", "google", { expireSyncTokens: true, forgetCalls: true });
      await sql`update calendar_connections set synced_at = null, due_at = now() where id = ${CONNECTION}`;
      const read = await timeUntilWell(sql);
      const again = await see(simulator);
      const line = (name: string, seconds: number, seen: Seen) => [
        name,
        round(seconds),
        String(seen.calls.length),
        String(seen.refused),
        String(standing(seen).length),
      ];
      return {
        sections: [
          {
            title: `${EVENTS} events of one calendar, at ${CALLS_A_MINUTE} calls a minute`,
            columns: ["", "seconds", "calls", "refused", "events there"],
            lines: [
              line("all are written", written, first),
              line("all are read again, and none is written", read, again),
            ],
          },
        ],
        aims: [
          {
            what: `${EVENTS} calendar events are written`,
            measured: written,
            aim: MOST_SECONDS,
            unit: "s",
            isMost: true,
          },
          {
            what: `${EVENTS} calendar events are read again`,
            measured: read,
            aim: MOST_READ_SECONDS,
            unit: "s",
            isMost: true,
          },
          { what: "calls beyond Google's quota", measured: again.refused, aim: 0, unit: "", isMost: true },
          {
            what: "calendar events that are missing or there twice",
            measured: Math.abs(EVENTS - standing(again).length) + (EVENTS - new Set(standing(again)).size),
            aim: 0,
            unit: "",
            isMost: true,
          },
        ],
      };
    } finally {
      await server.stop();
    }
  } finally {
    await sql`delete from calendar_connections where id = ${CONNECTION}`;
    await simulator.stop();
  }
}

const see = (simulator: Simulator) => simulator.control<Seen>("GET", "google");
const standing = ({ calendars }: Seen): string[] =>
  calendars
    .filter(({ id }) => id !== "primary")
    .flatMap(({ events }) => events.flatMap(({ id, status }) => (status === "cancelled" ? [] : [id])));

async function timeUntilWell(sql: postgres.Sql): Promise<number> {
  const startedAt = now();
  for (;;) {
    const [row] = await sql<{ well: boolean; problem: string | null }[]>`
      select synced_at is not null as well, problem from calendar_connections where id = ${CONNECTION}`;
    if (row?.well) return (now() - startedAt) / 1_000;
    if (now() - startedAt > PATIENCE_MS)
      throw new PlainFailure(`The calendar is not as it should be: ${row?.problem ?? "no connection"}`);
    await sleep(100);
  }
}

/** As a person does: through the page that asks, and back with a code. */
async function connect(
  simulator: Simulator,
  secret: string,
): Promise<{ sealedRefresh: string; sealedAccess: string | null; accessUntil: Date | null }> {
  const google = makeGoogle({
    GOOGLE_CLIENT_ID: "simulated-google-client",
    GOOGLE_CLIENT_SECRET: "simulated-google-secret",
    GOOGLE_URL: simulator.url,
    PUBLIC_URL,
  });
  if (!google) throw new PlainFailure("There is no Google.");
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const page = google.consentUrl({ state: "bench", challenge, scopes: [scopes.mirror] });
  const answer = await fetch(`${page}&decision=allow`, { redirect: "manual" });
  const code = new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const { refresh, ...tokens } = await google.redeem(code, verifier);
  if (refresh === null) throw new PlainFailure("Google gave no token to refresh with.");
  const seal = makeSeal(secret, { bytes: (length) => randomBytes(length) });
  return sealTokens({ seal }, CONNECTION, { ...tokens, refresh });
}

/** Bookings of an account, and a member of it whose calendar has none of them yet. */
async function seed(
  sql: postgres.Sql,
  accountId: string,
  { sealedRefresh, sealedAccess, accessUntil }: Awaited<ReturnType<typeof connect>>,
): Promise<void> {
  await sql`insert into credit_balances (account_id, at) values (${accountId}, now()) on conflict do nothing`;
  await sql`insert into users (id, name, email, email_verified, created_at, updated_at)
    values (${USER}, 'Bench', 'calendar@example.com', true, now(), now())`;
  await sql`insert into members (id, account_id, user_id, role, joined_at, chosen_at)
    values ('mem_bench_calendar', ${accountId}, ${USER}, 'owner', now(), now())`;
  await sql`insert into credit_holds (id, account_id, purpose, state, amount, captured, released, lapses_at, created_at)
    values ('hld_bench_calendar', ${accountId}, 'bench', 'open', 1, 0, 0, now() + interval '1 year', now())`;
  await sql`
    insert into pools (id, name, gpu_model, region, gpus, price_per_gpu_hour, backing, providers, hosts,
      buy_cap_per_gpu_hour, lead_minutes, give_up_minutes, horizon_days, free_cancel_hours, cancel_share_bp,
      hand_back_share_bp, is_open, created_at, changed_at)
    values ('pol_bench_calendar', 'Bench', 'H100', 'EU', 10000, 2000000, 'bought-at-start', '{}', '{}', 4000000, 15, 60,
      365, 24, 5000, 2000, true, now(), now())`;
  await sql`
    insert into reservations (id, account_id, created_by, created_at, pool_id, state, state_since, gpus, starts_at, ends_at,
      base_per_gpu_hour, on_demand_per_gpu_hour, rules, free_cancel_until, cancel_share_bp, hand_back_share_bp, days_ahead,
      total, kept, charged, refunded, credited, short_gpus, image, disk_gb, hold_id)
    select 'res_bench_calendar' || n, ${accountId}, ${USER}, now(), 'pol_bench_calendar', 'confirmed', now(), 1, at,
      at + interval '1 hour', 2000000, 2000000, '[]', at, 5000, 2000, 1, 0, 0, 0, 0, 0, 0, 'bench', 50, 'hld_bench_calendar'
    from generate_series(1, ${EVENTS}::int) n,
      lateral (select date_trunc('day', now()) + interval '2 days' + n % 3000 * interval '1 hour' as at) s`;
  await sql`
    insert into calendar_connections (id, account_id, user_id, state, connected_at, scopes, sealed_refresh, sealed_access,
      access_until, zone, mirrors, by_hand, due_at)
    values (${CONNECTION}, ${accountId}, ${USER}, 'connected', now(), ${[scopes.mirror]}, ${sealedRefresh}, ${sealedAccess},
      ${accessUntil}, 'Europe/Berlin', 'account', 'put-back', now())`;
  const subjects = Array.from({ length: EVENTS }, (_, n) => `res_bench_calendar${n + 1}`);
  await sql`
    insert into calendar_mirrors (connection_id, subject, event_id)
    select ${CONNECTION}, subject, event_id
    from unnest(${subjects}::text[], ${subjects.map(eventIdOf)}::text[]) as t (subject, event_id)`;
  await sql`vacuum analyze reservations, calendar_mirrors`;
}
