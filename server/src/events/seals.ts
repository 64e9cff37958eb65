import type { Log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import type { Sql } from "../platform/db/database.ts";

// How it is known that nobody changed what happened. The program may add to the accounts' events and do nothing else
// to them, but whoever owns the database may. So every hour what came is sealed: a digest of it and of the seal before,
// which is logged, and thereby kept where a database's owner does not reach. Every night all seals are made again of
// what stands there. An event that was changed, taken out or put in between breaks the seal that it is under, and a seal
// that was made anew is not the one in the log.
//
// Events are sealed in the order of their ids, which a restore into another cluster leaves alone. An id is given before
// its transaction commits: so a place is noted, and what is up to it is sealed once all have ended that ran then.
// The market's events are let go after some days and are under no seal.

const sealedText = (sql: Sql) => sql`
  jsonb_build_array(id, (extract(epoch from at) * 1000)::bigint, account_id, topic, subject, actor, actor_name, payload)::text`;

/** What is after one id and up to another, together with the seal before. */
const digestOf = (sql: Sql, before: string, after: string, upTo: string) => sql<Made[]>`
  select count(*)::int as events,
    encode(sha256(convert_to(${before} || coalesce(string_agg(${sealedText(sql)}, E'\n' order by id), ''), 'UTF8')), 'hex') as digest
  from events where id > ${after}::bigint and id <= ${upTo}::bigint and account_id is not null`;

interface Made {
  events: number;
  digest: string;
}

interface Seal extends Made {
  number: string;
  upTo: string;
}

const first: Seal = { number: "0", upTo: "0", events: 0, digest: "" };

/** Seals what came until this was last called, and notes how far it is now. */
export async function sealEvents(sql: Sql, log: Log): Promise<void> {
  const sealed = await sql.begin(async (sql) => {
    const [mark] = await sql<{ upTo: string; isOver: boolean }[]>`
      select up_to::text as "upTo",
        not (xid > pg_snapshot_xmin(pg_current_snapshot()) and xid <= pg_snapshot_xmax(pg_current_snapshot())) as "isOver"
      from event_seal_mark for update`;
    // Whoever ran when the place was noted runs still: it stays where it is.
    if (mark && !mark.isOver) return null;
    const seal = mark ? await sealUpTo(sql as unknown as Sql, mark.upTo) : null;
    // In this order: whoever was given an id of these by then has a number that is smaller than what is read next.
    const [place] = await sql<{ id: string }[]>`
      select (case when is_called then last_value else 0 end)::text as id from events_id_seq`;
    await sql`
      insert into event_seal_mark (up_to, xid)
      values (${place?.id ?? "0"}::bigint, pg_snapshot_xmax(pg_current_snapshot()))
      on conflict ("only") do update set up_to = excluded.up_to, xid = excluded.xid`;
    return seal;
  });
  if (sealed) log.info(sealed, "what happened is sealed");
}

async function sealUpTo(sql: Sql, upTo: string): Promise<Seal | null> {
  const [last = first] = await readSeals(sql, "newest", 1);
  const [made] = await digestOf(sql, last.digest, last.upTo, upTo);
  if (!made || made.events === 0) return null;
  const seal = { number: (BigInt(last.number) + 1n).toString(), upTo, ...made };
  await sql`
    insert into event_seals (number, up_to, events, digest, sealed_at)
    values (${seal.number}::bigint, ${upTo}::bigint, ${seal.events}, ${seal.digest}, now())`;
  return seal;
}

const AT_A_TIME = 500;

/** Makes every seal again. Those that do not come out as they were are counted, for an alarm, and logged. */
export async function checkSeals(sql: Sql, log: Log): Promise<void> {
  let broken = 0;
  let before = first;
  for (;;) {
    const seals = await readSeals(sql, before.number, AT_A_TIME);
    for (const seal of seals) {
      const [made] = await digestOf(sql, before.digest, before.upTo, seal.upTo);
      if (made?.digest !== seal.digest || BigInt(seal.number) !== BigInt(before.number) + 1n) {
        broken += 1;
        log.error({ seal, made }, "what happened is not as it was sealed");
      }
      before = seal;
    }
    if (seals.length < AT_A_TIME) break;
  }
  metrics.brokenSeals.set(broken);
}

/** The newest, or those after a number, in order. */
async function readSeals(sql: Sql, after: string, limit: number): Promise<Seal[]> {
  return sql<Seal[]>`
    select number::text, up_to::text as "upTo", events, digest from event_seals
    ${after === "newest" ? sql`order by event_seals.number desc` : sql`where number > ${after}::bigint order by event_seals.number`}
    limit ${limit}`;
}
