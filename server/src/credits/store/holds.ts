import { and, asc, eq, lte, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { runPreparedByName } from "../../platform/db/prepared.ts";
import type { Usd } from "../../values/money.ts";
import type { Part } from "../rules/books.ts";
import { type HoldState, holds, type Kind } from "./tables.ts";

/** A hold, and from which lots its value is, in the order in which they are spent. */
export interface HoldRow {
  id: string;
  accountId: string;
  purpose: string;
  state: HoldState;
  amount: Usd;
  captured: Usd;
  released: Usd;
  refunded: Usd;
  lapsesAt: Date;
  parts: HoldPart[];
}

export interface HoldPart {
  lotId: string;
  expiresAt: Date;
  noticedDays: number | null;
  held: Usd;
  captured: Usd;
  refunded: Usd;
}

/** A transaction of that name, if there is one already. */
export interface Earlier {
  id: string;
  amount: Usd;
  holdId: string | null;
  lotId: string | null;
}

interface HoldText extends Record<string, unknown> {
  purpose: string;
  state: HoldState;
  amount: string;
  captured: string;
  released: string;
  refunded: string;
  lapses_at: string;
  parts: PartText[] | null;
  earlier: EarlierText | null;
}

interface PartText {
  lotId: string;
  expiresAt: string;
  noticedDays: number | null;
  held: string;
  captured: string;
  refunded: string;
}

interface EarlierText extends Record<string, unknown> {
  id: string;
  amount: string;
  holdId: string | null;
  lotId: string | null;
}

const earlier = (accountId: string, kind: Kind, reference: string) => sql`
  select jsonb_build_object('id', id, 'amount', amount::text, 'holdId', hold_id, 'lotId', lot_id) as earlier
  from credit_transactions where account_id = ${accountId} and kind = ${kind} and reference = ${reference}`;

/** Reads what there is of a hold, and whether what is about to be done was done before under that name. */
export async function readHold(
  ctx: Ctx,
  accountId: string,
  holdId: string,
  name?: { kind: Kind; reference: string },
): Promise<{ hold: HoldRow; earlier: Earlier | null } | undefined> {
  const [row] = await runPreparedByName<HoldText>(
    ctx.db,
    sql`
    select purpose, state, amount::text, captured::text, released::text, refunded::text, lapses_at,
      (select jsonb_agg(jsonb_build_object('lotId', p.lot_id, 'expiresAt', l.expires_at,
          'noticedDays', l.noticed_days, 'held', p.held::text, 'captured', p.captured::text,
          'refunded', p.refunded::text) order by l.priority, l.expires_at, l.id)
        from credit_hold_parts p join credit_lots l on l.id = p.lot_id where p.hold_id = h.id) as parts,
      ${name ? sql`(${earlier(accountId, name.kind, name.reference)})` : sql`null::jsonb`} as earlier
    from credit_holds h where h.id = ${holdId} and h.account_id = ${accountId}`,
  );
  if (!row) return undefined;
  const hold: HoldRow = {
    id: holdId,
    accountId,
    purpose: row.purpose,
    state: row.state,
    amount: BigInt(row.amount),
    captured: BigInt(row.captured),
    released: BigInt(row.released),
    refunded: BigInt(row.refunded),
    lapsesAt: new Date(row.lapses_at),
    parts: (row.parts ?? []).map((part) => ({
      lotId: part.lotId,
      expiresAt: new Date(part.expiresAt),
      noticedDays: part.noticedDays,
      held: BigInt(part.held),
      captured: BigInt(part.captured),
      refunded: BigInt(part.refunded),
    })),
  };
  return { hold, earlier: row.earlier && toEarlier(row.earlier) };
}

export async function findEarlier(
  ctx: Ctx,
  accountId: string,
  kind: Kind,
  reference: string,
): Promise<Earlier | undefined> {
  const [row] = await ctx.db.execute<{ earlier: EarlierText }>(earlier(accountId, kind, reference));
  return row && toEarlier(row.earlier);
}

function toEarlier(row: EarlierText): Earlier {
  return { id: row.id, amount: BigInt(row.amount), holdId: row.holdId, lotId: row.lotId };
}

/** Open holds whose time has run out, the longest ago first. */
export async function listLapsed(
  ctx: Ctx,
  limit: number,
): Promise<{ id: string; accountId: string; purpose: string }[]> {
  return ctx.db
    .select({ id: holds.id, accountId: holds.accountId, purpose: holds.purpose })
    .from(holds)
    .where(and(eq(holds.state, "open"), lte(holds.lapsesAt, ctx.now())))
    .orderBy(asc(holds.lapsesAt), asc(holds.id))
    .limit(limit);
}

// ——— changes that are part of a posting's one statement ———

export function newHold(
  ctx: Ctx,
  hold: { id: string; accountId: string; purpose: string; amount: Usd; lapsesAt: Date },
): SQL {
  return sql`insert into credit_holds (id, account_id, purpose, state, amount, lapses_at, created_at)
    values (${hold.id}, ${hold.accountId}, ${hold.purpose}, 'open', ${hold.amount.toString()}::bigint,
      ${hold.lapsesAt.toISOString()}::timestamptz, ${ctx.now().toISOString()}::timestamptz)`;
}

/** More of some lots is set aside for a hold. */
export function addParts(holdId: string, parts: readonly Part[]): SQL {
  return sql`insert into credit_hold_parts as p (hold_id, lot_id, held)
    select ${holdId}, c."lotId", c.amount from ${asRows(parts)}
    on conflict (hold_id, lot_id) do update set held = p.held + excluded.held`;
}

export function raise(holdId: string, amount: Usd, lapsesAt: Date): SQL {
  return sql`update credit_holds set amount = amount + ${amount.toString()}::bigint,
    lapses_at = ${lapsesAt.toISOString()}::timestamptz where id = ${holdId}`;
}

export function captureParts(holdId: string, parts: readonly Part[]): SQL {
  return sql`update credit_hold_parts p set held = p.held - c.amount, captured = p.captured + c.amount
    from ${asRows(parts)} where p.hold_id = ${holdId} and p.lot_id = c."lotId"`;
}

export function giveBackParts(holdId: string, parts: readonly Part[]): SQL {
  return sql`update credit_hold_parts p set held = p.held - c.amount
    from ${asRows(parts)} where p.hold_id = ${holdId} and p.lot_id = c."lotId"`;
}

export function refundParts(holdId: string, parts: readonly Part[]): SQL {
  return sql`update credit_hold_parts p set refunded = p.refunded + c.amount
    from ${asRows(parts)} where p.hold_id = ${holdId} and p.lot_id = c."lotId"`;
}

export function noteCaptured(holdId: string, amount: Usd): SQL {
  return sql`update credit_holds set captured = captured + ${amount.toString()}::bigint where id = ${holdId}`;
}

export function noteReleased(holdId: string, amount: Usd): SQL {
  return sql`update credit_holds set released = released + ${amount.toString()}::bigint where id = ${holdId}`;
}

export function noteRefunded(holdId: string, amount: Usd): SQL {
  return sql`update credit_holds set refunded = refunded + ${amount.toString()}::bigint where id = ${holdId}`;
}

/** Nothing more comes of it; what was left has been given back. */
export async function closeHold(ctx: Ctx, holdId: string, state: Exclude<HoldState, "open">): Promise<void> {
  await ctx.db.update(holds).set({ state, closedAt: ctx.now() }).where(eq(holds.id, holdId));
}

function asRows(parts: readonly Part[]): SQL {
  const rows = parts.map(({ lotId, amount }) => ({ lotId, amount: amount.toString() }));
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c("lotId" text, amount bigint)`;
}
