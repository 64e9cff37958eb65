import type postgres from "postgres";
import { readEnds } from "../server/src/events/replay.ts";
import { encodeCursor } from "../server/src/values/cursor.ts";

// A market to ask about, written straight into the tables, and changes of it, written as a poll
// writes them: the row, the market's revision and the event in one transaction.

const OFFERS = 500;
const PROVIDERS = 4;

export async function seedMarket(sql: postgres.Sql): Promise<void> {
  await sql`
    insert into providers (id, name, connected, last_listed_at)
    select 'cloud-' || n, 'Cloud ' || n, true, date_trunc('second', now()) from generate_series(1, ${PROVIDERS}::int) n`;
  await sql`
    insert into offers (id, provider_id, external_id, machine_id, kind, gpu_model, gpu_raw_name, gpu_count, vram_gb,
      price_per_gpu_hour, price_per_hour, disk_price_per_gb_month, vcpus, ram_gb, disk_gb, region, country, reliability,
      datacenter, verified, state, first_seen_at, observed_at, price_changed_at)
    select 'off_' || lpad(n::text, 8, '0'), 'cloud-' || 1 + n % ${PROVIDERS}::int, n::text, 'm' || n,
      case n % 3 when 0 then 'interruptible' else 'on_demand' end, 'RTX 4090', 'RTX 4090', 1 + n % 8, 24,
      100000 + n * 7919, (100000 + n * 7919) * (1 + n % 8), 150000, 16, 64.5, 500, 'Region ' || n % 12, 'US', 0.99,
      n % 2 = 0, n % 5 <> 0, 'listed', now(), now(), now()
    from generate_series(1, ${OFFERS}::int) n`;
  await sql`update market_revision set revision = revision + 1`;
}

/** So many offers in all, of as many kinds as there are: a market as large as it may become. */
export async function seedLargeMarket(sql: postgres.Sql, count: number): Promise<void> {
  await sql`
    insert into offers (id, provider_id, external_id, machine_id, kind, gpu_model, gpu_socket, gpu_raw_name, gpu_count,
      vram_gb, price_per_gpu_hour, price_per_hour, disk_price_per_gb_month, vcpus, ram_gb, disk_gb, region, country,
      reliability, cuda_version, network_down_mbps, network_up_mbps, datacenter, verified, max_duration_hours, state,
      first_seen_at, observed_at, price_changed_at)
    select 'off_large' || lpad(n::text, 8, '0'), 'cloud-' || 1 + n % ${PROVIDERS}::int, 'large-' || n, 'large-' || n / 4,
      case n % 3 when 0 then 'interruptible' else 'on_demand' end,
      (array['RTX 4090', 'H100', 'A100', 'L40S', 'RTX 3090', 'H200', 'RTX A6000', 'A40', 'B200', 'L4'])[1 + n % 10],
      case n % 10 when 1 then 'SXM' when 2 then 'PCIe' end, 'raw', (array[1, 2, 4, 8])[1 + n / 7 % 4],
      (array[24, 79.6, 40, 45, 24, 141, 48, 48, 180, 22.5])[1 + n % 10],
      100000 + n::bigint * 7919 % 4000000, (100000 + n::bigint * 7919 % 4000000) * (array[1, 2, 4, 8])[1 + n / 7 % 4],
      150000, 16, 64.5, 500, 'Region ' || n % 40, (array['US', 'DE', 'FR', 'CA', 'JP'])[1 + n / 3 % 5],
      0.9 + (n * 31 % 100) / 1000.0, '12.8', 900, 800, n % 2 = 0, n % 5 <> 0, 72, 'listed', now(), now(), now()
    from generate_series(1, ${count - OFFERS}::int) n`;
  await sql`update market_revision set revision = revision + 1`;
  // As it is by itself a minute later.
  await sql`vacuum analyze offers`;
}

export async function unseedLargeMarket(sql: postgres.Sql): Promise<void> {
  await sql`delete from offers where id not in (select 'off_' || lpad(n::text, 8, '0') from generate_series(1, ${OFFERS}::int) n)`;
  await sql`update market_revision set revision = revision + 1`;
  await sql`vacuum analyze offers`;
}

let moves = 0;

/** One offer gets another price, and subscribers of the market hear of it. */
export async function movePrice(sql: postgres.Sql): Promise<void> {
  const id = `off_${String(1 + (moves++ % OFFERS)).padStart(8, "0")}`;
  await sql.begin(async (tx) => {
    const [offer] = await tx<{ was: string }[]>`
      update offers o set previous_price_per_gpu_hour = o.price_per_gpu_hour,
        price_per_gpu_hour = o.price_per_gpu_hour + 1, price_changed_at = now()
      where id = ${id} returning previous_price_per_gpu_hour as was`;
    const changed = [{ id, was: { pricePerGpuHour: offer?.was } }];
    await tx`
      insert into events (xid, at, topic, subject, actor, actor_name, payload)
      values (pg_current_xact_id(), now(), 'offers.changed', 'cloud-1', 'system', 'Berth',
        ${tx.json({ changed, withdrawn: [] })})`;
    await tx`update market_revision set revision = revision + 1`;
    await tx`select pg_notify('berth_events', '')`;
  });
}

/** Something happens in each account, all in one moment. */
export async function changeAccounts(sql: postgres.Sql, accountIds: readonly string[]): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`
      insert into events (xid, at, account_id, topic, actor, actor_name, payload)
      select pg_current_xact_id(), now(), id, 'account.renamed', 'bench', 'Bench', '{"from": "Bench", "to": "Bench"}'
      from unnest(${accountIds as string[]}::text[]) id`;
    await tx`select pg_notify('berth_events', '')`;
  });
}

/** So many changes that nobody was there to hear, in transactions of some hundreds. */
export async function writeMissedChanges(sql: postgres.Sql, count: number): Promise<void> {
  const inOne = 500;
  for (let written = 0; written < count; written += inOne) {
    await sql`
      insert into events (xid, at, topic, subject, actor, actor_name, payload)
      select pg_current_xact_id(), now(), 'offers.changed', 'cloud-1', 'system', 'Berth', jsonb_build_object(
        'changed', jsonb_build_array(jsonb_build_object(
          'id', 'off_' || lpad((1 + n % ${OFFERS}::int)::text, 8, '0'), 'was', jsonb_build_object())),
        'withdrawn', '[]'::jsonb)
      from generate_series(${written}::int, ${written + Math.min(inOne, count - written) - 1}::int) n`;
  }
}

/** So many things that happened in one account while nobody of it was there. */
export async function writeMissedActivity(
  sql: postgres.Sql,
  accountId: string,
  count: number,
): Promise<void> {
  await sql`
    insert into events (xid, at, account_id, topic, actor, actor_name, payload)
    select pg_current_xact_id(), now(), ${accountId}, 'account.renamed', 'bench', 'Bench',
      jsonb_build_object('from', 'Bench ' || n, 'to', 'Bench ' || n + 1)
    from generate_series(1, ${count}::int) n`;
}

/** The cursor of a reader who has seen all there is. */
export async function presentCursor(sql: postgres.Sql): Promise<string> {
  const { head } = await readEnds(sql);
  return encodeCursor(head);
}

/** The cursor that comes with the last event of an account, or of the market. */
export async function lastCursor(sql: postgres.Sql, accountId: string | null): Promise<string> {
  const [row] = await sql<{ xid: string; id: string }[]>`
    select xid::text, id::text from events where account_id is not distinct from ${accountId}
    order by events.xid desc, events.id desc limit 1`;
  return encodeCursor({ xid: BigInt(row?.xid ?? "1"), id: BigInt(row?.id ?? "1") });
}
