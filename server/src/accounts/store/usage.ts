import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Sql } from "../../platform/db/database.ts";
import { accountIdOf } from "../asking.ts";
import { apiKeys, apiKeyUsage } from "./tables.ts";

export interface Used {
  requests: number;
  points: number;
  refused: number;
}

export interface Counted extends Used {
  keyId: string;
  accountId: string;
  day: string;
  operation: string;
}

/** Adds to what is there, all in one statement. A key that is gone meanwhile is counted no more. */
export async function addUsage(sql: Sql, counted: readonly Counted[]): Promise<void> {
  await sql`
    insert into api_key_usage as u (key_id, account_id, day, operation, requests, points, refused)
    select c.key_id, k.account_id, c.day, c.operation, c.requests, c.points, c.refused
    from jsonb_to_recordset(${JSON.stringify(
      counted.map(({ keyId, ...rest }) => ({ ...rest, key_id: keyId })),
    )}::text::jsonb) as c (key_id text, day date, operation text, requests int, points bigint, refused int)
    join api_keys k on k.id = c.key_id
    on conflict (key_id, day, operation) do update set
      requests = u.requests + excluded.requests,
      points = u.points + excluded.points,
      refused = u.refused + excluded.refused`;
}

const sums = {
  requests: sql<number>`sum(${apiKeyUsage.requests})::int`,
  points: sql<number>`sum(${apiKeyUsage.points})::float8`,
  refused: sql<number>`sum(${apiKeyUsage.refused})::int`,
};

const MOST_OPERATIONS = 50;

export interface Usage {
  days: (Used & { day: string })[];
  operations: (Used & { operation: string })[];
  keys: (Used & { id: string; name: string })[];
}

/** What an account's keys, or one of them, asked for since a day. */
export async function readUsage(ctx: Ctx, of: { apiKeyId: string | null; since: string }): Promise<Usage> {
  const { db } = ctx;
  const where = and(
    eq(apiKeyUsage.accountId, accountIdOf(ctx)),
    gte(apiKeyUsage.day, of.since),
    of.apiKeyId === null ? undefined : eq(apiKeyUsage.keyId, of.apiKeyId),
  );
  const [days, operations, keys] = await Promise.all([
    db
      .select({ day: apiKeyUsage.day, ...sums })
      .from(apiKeyUsage)
      .where(where)
      .groupBy(apiKeyUsage.day)
      .orderBy(apiKeyUsage.day),
    db
      .select({ operation: apiKeyUsage.operation, ...sums })
      .from(apiKeyUsage)
      .where(where)
      .groupBy(apiKeyUsage.operation)
      .orderBy(desc(sums.points), apiKeyUsage.operation)
      .limit(MOST_OPERATIONS),
    db
      .select({ id: apiKeys.id, name: apiKeys.name, ...sums })
      .from(apiKeyUsage)
      .innerJoin(apiKeys, eq(apiKeys.id, apiKeyUsage.keyId))
      .where(where)
      .groupBy(apiKeys.id, apiKeys.name)
      .orderBy(desc(sums.points), apiKeys.id),
  ]);
  return { days, operations, keys };
}

export async function deleteUsageBefore({ db }: Ctx, day: string): Promise<void> {
  await db.delete(apiKeyUsage).where(lt(apiKeyUsage.day, day));
}
