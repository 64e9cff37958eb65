import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { migrateJobs } from "../jobs/jobs.ts";
import { APP_ROLE } from "./roles.ts";

// Any number of replicas may start at once; one migrates and the others wait and find nothing to do.
const MIGRATION_LOCK = 7_305_115;

export async function migrateDatabase(url: string, folder: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const [row] = await sql`select current_setting('server_version_num')::int as version`;
    if (row?.["version"] < 150_000) throw new Error("Berth needs PostgreSQL 15 or later");
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await makeAppRole(sql);
    await migrate(drizzle(sql), { migrationsFolder: folder });
    await migrateJobs(url);
    await sql`select rebase_restored_events()`;
    await grantToAppRole(sql);
  } finally {
    await sql.end({ timeout: 5 });
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
      for t in select oid from pg_class where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity loop
        execute format('drop policy if exists ${APP_ROLE} on %s', t);
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
