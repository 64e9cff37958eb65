import type { Sql } from "../../platform/db/database.ts";
import type { Key, Person, Role, Scope } from "../../values/actor.ts";

// Who is behind a credential: asked for with the first request of each, and every few seconds after
// that, so it is one prepared statement each. Dates come as text, as on every client that drizzle
// has touched.

export interface Found<T> {
  actor: T;
  /** When it was last written down that they were here. */
  seenAt: Date | null;
}

interface PersonRow {
  id: string;
  user_id: string;
  account_id: string;
  role: Role;
  name: string;
  email: string;
  email_verified: boolean;
  expires_at: string;
  last_seen_at: string;
}

/** An address makes an operator only once it was confirmed: anybody can sign up with somebody else's. */
export async function findPerson(
  sql: Sql,
  tokenHash: string,
  operators: ReadonlySet<string>,
): Promise<Found<Person> | undefined> {
  const [row] = await sql<PersonRow[]>`
    select s.id, s.user_id, m.account_id, m.role, u.name, u.email, u.email_verified, s.expires_at, s.last_seen_at
    from sign_ins s
    join users u on u.id = s.user_id
    join members m on m.account_id = s.active_account_id and m.user_id = s.user_id
    where s.token_hash = ${tokenHash}`;
  if (!row) return undefined;
  const actor: Person = {
    kind: "person",
    userId: row.user_id,
    signInId: row.id,
    accountId: row.account_id,
    role: row.role,
    name: row.name,
    email: row.email,
    runsBerth: row.email_verified && operators.has(row.email),
    expiresAt: new Date(row.expires_at),
  };
  return { actor, seenAt: new Date(row.last_seen_at) };
}

interface KeyRow {
  id: string;
  account_id: string;
  name: string;
  hash: string;
  scopes: Scope[];
  consumers: string[] | null;
  old_hash: string | null;
  old_until: string | null;
  spend_ceiling_per_day: string | null;
  expires_at: string | null;
  last_used_at: string | null;
}

/** By its secret, or by the one before it while that is good. */
export async function findKey(sql: Sql, hash: string): Promise<(Found<Key> & { hash: string }) | undefined> {
  const [row] = await sql<KeyRow[]>`
    select id, account_id, name, hash, old_hash, old_until, scopes, consumers, spend_ceiling_per_day::text,
      expires_at, last_used_at
    from api_keys where (hash = ${hash} or old_hash = ${hash}) and revoked_at is null`;
  if (!row) return undefined;
  const isOld = row.hash !== hash;
  const ends = [row.expires_at, isOld ? row.old_until : null].flatMap((at) => (at ? [new Date(at)] : []));
  const actor: Key = {
    kind: "key",
    keyId: row.id,
    accountId: row.account_id,
    name: row.name,
    scopes: row.scopes,
    spendCeilingPerDay: row.spend_ceiling_per_day === null ? null : BigInt(row.spend_ceiling_per_day),
    consumers: row.consumers,
    expiresAt: ends.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
  };
  const matched = isOld ? (row.old_hash ?? "") : row.hash;
  return { actor, hash: matched, seenAt: row.last_used_at === null ? null : new Date(row.last_used_at) };
}

/** Several processes may see the same key in the same minute; the first writes it down. */
export async function noteSeen(sql: Sql, actor: Person | Key, now: Date, before: Date): Promise<void> {
  if (actor.kind === "person") {
    await sql`update sign_ins set last_seen_at = ${now.toISOString()}::timestamptz
      where id = ${actor.signInId} and last_seen_at < ${before.toISOString()}::timestamptz`;
  } else {
    await sql`update api_keys set last_used_at = ${now.toISOString()}::timestamptz
      where id = ${actor.keyId} and (last_used_at is null or last_used_at < ${before.toISOString()}::timestamptz)`;
  }
}
