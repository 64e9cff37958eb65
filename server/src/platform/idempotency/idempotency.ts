import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { and, eq, lt, sql } from "drizzle-orm";
import { IdempotencyKeyInUse, IdempotencyKeyReused, InvalidInput } from "../../values/refusal.ts";
import { isWhole } from "../../values/text.ts";
import { type Ctx, inTransaction } from "../context.ts";
import { rootError } from "../db/errors.ts";
import { runPrepared } from "../db/prepared.ts";
import { makeSeal } from "../seal.ts";
import { idempotencyKeys } from "./tables.ts";

// Whoever asks for something that costs money sends a key of their own with it, and may then ask
// again as often as they like: what was asked under a key is done once, and answered the same.
//
// The key's row is written first, in the one transaction that does the work, and the reply is put
// into it last. So there is a row if and only if the work was done: a server that is killed in
// between leaves neither, and a refusal, which unwinds the transaction, leaves the key free. Of two
// who ask at the same moment the database lets one write the row and has the other wait for it.
//
// A reply may hold what is shown once and kept as a hash everywhere else. So it is sealed under the
// key that it was asked with, of which the database has only a hash. One that was known before the
// work was done holds no secret that the work made, and is kept as it is.

const SHORTEST_KEY = 8;
const LONGEST_KEY = 255;
const PATIENCE_MS = 2_000;
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

export interface Asked {
  /** The name of the verb, so that a key is not taken for another's. */
  operation: string;
  key: string;
  /** Everything that decides what is done. */
  input: unknown;
}

export interface Answered<T> {
  reply: T;
  /** The work was done before; this is what was answered then. */
  replayed: boolean;
}

/**
 * The reply is plain data: it is read again as it was written, amounts and instants too. One that is known before the
 * work is done is written with the key: what the work locks is then held for a statement less.
 */
export async function answerOnce<T>(
  ctx: Ctx,
  asked: Asked,
  work: (ctx: Ctx) => Promise<T>,
  foretold?: { reply: T },
): Promise<Answered<T>> {
  const row = { accountId: accountOf(ctx), keyHash: hashOf(readKey(asked.key)), askedHash: hashAsked(asked) };
  const place = `${row.accountId} ${row.askedHash}`;
  return inTransaction(ctx, async (ctx) => {
    if (!(await claim(ctx, row, foretold ? PLAIN + inText(foretold.reply) : ""))) {
      const before = await findReply(ctx, row);
      if (!before) throw new IdempotencyKeyInUse();
      if (before.askedHash !== row.askedHash) throw new IdempotencyKeyReused();
      return { reply: readReply(ctx, before.sealedReply, asked.key, place) as T, replayed: true };
    }
    const reply = await work(ctx);
    if (!foretold) {
      const sealedReply = makeSeal(asked.key, ctx.random).close(inText(reply), place);
      await ctx.db.update(idempotencyKeys).set({ sealedReply }).where(isRow(row));
    }
    return { reply, replayed: false };
  });
}

const PLAIN = "plain.";
const inText = (reply: unknown): string => serialize(reply).toString("base64");

function readReply({ random }: Ctx, kept: string, key: string, place: string): unknown {
  const text = kept.startsWith(PLAIN) ? kept.slice(PLAIN.length) : makeSeal(key, random).open(kept, place);
  if (text === null) throw new Error("a reply does not open under its own key");
  return deserialize(Buffer.from(text, "base64"));
}

/** False when it was asked before. Waits for a twin that is being answered at this moment. */
async function claim(
  { db, now }: Ctx,
  { accountId, keyHash, askedHash }: { accountId: string; keyHash: string; askedHash: string },
  sealedReply: string,
): Promise<boolean> {
  try {
    // The patience is set before the row is written and taken back once it is counted, in one statement: what waits
    // reads it when it begins to wait.
    const [claimed] = await runPrepared<[string, string]>(
      db,
      sql`with patience as materialized (select set_config('lock_timeout', ${`${PATIENCE_MS}ms`}, true)),
        claimed as (
          insert into idempotency_keys (account_id, key_hash, asked_hash, sealed_reply, asked_at)
          select ${accountId}, ${keyHash}, ${askedHash}, ${sealedReply}, ${now().toISOString()}::timestamptz from patience
          on conflict do nothing returning key_hash
        ), counted as materialized (select count(*)::int as rows from claimed)
        select rows, set_config('lock_timeout', (rows * 0)::text, true) from counted`,
    );
    return Number(claimed?.[0]) > 0;
  } catch (error) {
    const root = rootError(error);
    const waited = root instanceof Error && "code" in root && root.code === "55P03";
    throw waited ? new IdempotencyKeyInUse() : error;
  }
}

async function findReply({ db }: Ctx, row: { accountId: string; keyHash: string }) {
  const { askedHash, sealedReply } = idempotencyKeys;
  const [found] = await db.select({ askedHash, sealedReply }).from(idempotencyKeys).where(isRow(row));
  return found;
}

/** A key is remembered for a week, long after anybody would ask again with it. */
export async function forgetReplies({ db, now }: Ctx): Promise<void> {
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.askedAt, new Date(now().getTime() - KEPT_MS)));
}

function isRow({ accountId, keyHash }: { accountId: string; keyHash: string }) {
  return and(eq(idempotencyKeys.accountId, accountId), eq(idempotencyKeys.keyHash, keyHash));
}

function accountOf({ actor }: Ctx): string {
  if ("accountId" in actor) return actor.accountId;
  throw new Error(`${actor.kind} has no account to remember a key in`);
}

function readKey(key: string): string {
  if (key.length >= SHORTEST_KEY && key.length <= LONGEST_KEY && isWhole(key)) return key;
  throw new InvalidInput(
    "idempotencyKey",
    `A key has between ${SHORTEST_KEY} and ${LONGEST_KEY} characters and is yours to choose: a fresh UUID is a good one.`,
  );
}

function hashAsked({ operation, input }: Asked): string {
  return hashOf(`${operation} ${inOneWay(input)}`);
}

/** The same text for the same input, however its fields were ordered; what is absent is as good as null. */
export function inOneWay(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return `@${value.toISOString()}`;
  if (Array.isArray(value)) return `[${value.map(inOneWay).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== null && field !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${inOneWay(field)}`);
  return `{${fields.join(",")}}`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
