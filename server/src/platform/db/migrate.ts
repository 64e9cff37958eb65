import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { sleep, systemClock } from "../clock.ts";
import { migrateJobs } from "../jobs/jobs.ts";
import { rootError } from "./errors.ts";
import { APP_ROLE } from "./roles.ts";

// Any number of replicas may start at once; one migrates and the others wait and find nothing to do.
const MIGRATION_LOCK = 7_305_115;

// A change of a table waits for all who use it, and whoever comes after waits behind it. So it waits for much less than
// anybody is given up for, lets them pass, and tries again.
const LOCK_WAIT_MS = 2_000;
const TRIES = 60;

export async function migrateDatabase(
  url: string,
  folder: string,
  lockWaitMs: number = LOCK_WAIT_MS,
): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const [row] = await sql`select current_setting('server_version_num')::int as version`;
    if (row?.["version"] < 150_000) throw new Error("Berth needs PostgreSQL 15 or later");
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await makeAppRole(sql);
    await sql`select set_config('lock_timeout', ${String(lockWaitMs)}, false)`;
    await patiently(lockWaitMs, () => migrate(drizzle(sql), { migrationsFolder: folder }));
    await migrateJobs(url);
    await patiently(lockWaitMs, () => sql`select rebase_restored_events()`);
    await patiently(lockWaitMs, () => grantToAppRole(sql));
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function patiently(pauseMs: number, change: () => PromiseLike<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await change();
      return;
    } catch (error) {
      const root = rootError(error);
      const isInUse = root instanceof postgres.PostgresError && root.code === "55P03";
      if (!isInUse) throw error;
      if (tries === TRIES) {
        throw new Error(
          "a table was in use all the time, by a transaction that stays open. Nothing was changed. Look for it: " +
            "select pid, xact_start, query from pg_stat_activity order by xact_start",
          { cause: error },
        );
      }
      await sleep(systemClock, pauseMs);
    }
  }
}

// Roles belong to the whole server, not to a database, so another database's migration may be
// making the same one at this moment.
async function makeAppRole(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    do $$ begin
      if not exists (select from pg_roles where rolname = '${APP_ROLE}') then
        create role ${APP_ROLE} nologin;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$`);
  await sql.unsafe(`
    do $$ begin
      if not pg_has_role(current_user, '${APP_ROLE}', 'member') then
        grant ${APP_ROLE} to current_user;
      end if;
    end $$`);
}

async function grantToAppRole(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    grant usage on schema public to ${APP_ROLE};
    grant select, insert, update, delete on all tables in schema public to ${APP_ROLE};
    grant usage, select on all sequences in schema public to ${APP_ROLE};
    grant usage on schema graphile_worker to ${APP_ROLE};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${APP_ROLE};
    grant usage, select on all sequences in schema graphile_worker to ${APP_ROLE};
    grant execute on all functions in schema graphile_worker to ${APP_ROLE};
    do $$ declare t regclass; begin
      -- The library shuts its tables to everybody but their owner; the program's role is let in.
      -- Only where it is not yet: it is a change of the table, which nobody may use meanwhile.
      for t in select oid from pg_class where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity
        and not exists (select from pg_policy where polrelid = pg_class.oid and polname = '${APP_ROLE}') loop
        execute format('create policy ${APP_ROLE} on %s to ${APP_ROLE} using (true) with check (true)', t);
      end loop;
    end $$;
    revoke update, delete on events, event_seals from ${APP_ROLE};
    revoke update, delete on credit_transactions, credit_entries from ${APP_ROLE};
    revoke delete on credit_balances, credit_lots, credit_holds, credit_hold_parts from ${APP_ROLE};
    revoke insert, update, delete on deployment from ${APP_ROLE};
    revoke update on forecasts from ${APP_ROLE};
    grant update (scored_days) on forecasts to ${APP_ROLE};
    revoke update, delete on own_bill_entries from ${APP_ROLE};
    revoke delete on own_bills, provider_keys from ${APP_ROLE};
    revoke delete on sessions, machines, session_stretches from ${APP_ROLE};
    revoke insert, update, delete on pool_days from ${APP_ROLE};
    revoke delete on pools, reservations from ${APP_ROLE};
    revoke execute on function take_from_pool(text, integer, timestamptz, timestamptz) from public;
    revoke execute on function lock_pool_days(text, date[]) from public;
    grant execute on function lock_pool_days(text, date[]) to ${APP_ROLE};
    revoke insert, update, delete on events_forgotten from ${APP_ROLE};
    revoke execute on function forget_market_events(timestamptz) from public;
    grant execute on function forget_market_events(timestamptz) to ${APP_ROLE};
    revoke execute on function rebase_restored_events() from public;
    revoke execute on function make_price_partitions(text, timestamptz, timestamptz) from public;
    grant execute on function make_price_partitions(text, timestamptz, timestamptz) to ${APP_ROLE};
    revoke execute on function drop_price_partitions(text, timestamptz) from public;
    grant execute on function drop_price_partitions(text, timestamptz) to ${APP_ROLE};
  `);
}
