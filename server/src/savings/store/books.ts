import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Cut } from "../rules/periods.ts";
import { type DaySum, daysText, toDays } from "./days.ts";
import {
  type MeteredRow,
  meteredText,
  pricesText,
  type ReferenceRow,
  toMetered,
  toPrices,
} from "./metered.ts";
import { type ReservedRow, reservedText, toReserved } from "./reserved.ts";

export interface BookRows {
  days: DaySum[];
  /** What is in no day yet, and of each edge what is in them. */
  left: Rows;
  edges: Rows[];
  prices: ReferenceRow[];
}

/** What was charged by the second, and what was reserved. */
export interface Rows {
  metered: MeteredRow[];
  reserved: ReservedRow[];
}

/** Of an edition that is none: each session is in an earlier one. */
const NO_EDITION = 2_147_483_647;

/** In one statement, so that it is all of one instant. Of an edition by other rules there are no days. */
export async function readBookRows(
  ctx: Ctx,
  accountId: string,
  rules: number,
  { from, until, cut }: { from: Date | null; until: Date; cut: Cut },
): Promise<BookRows> {
  const edition = sql`(select edition from savings_edition where rules = ${rules})`;
  const ofAccount = sql`s.account_id = ${accountId} and s.ready_at <`;
  const reservedBy = sql`r.account_id = ${accountId} and r.starts_at <`;
  const texts: SQL[] = [
    pricesText,
    cut.days ? daysText(accountId, edition, cut.days) : sql`'[]'`,
    meteredText(sql`${ofAccount} ${at(until)} and s.saved_in < coalesce(${edition}, ${NO_EDITION})
      ${from ? sql`and (s.ended_at is null or s.ended_at > ${at(from)})` : sql``}`),
    reservedText(sql`${reservedBy} ${at(until)} and r.saved_in < coalesce(${edition}, ${NO_EDITION})
      ${from ? sql`and r.ends_at > ${at(from)}` : sql``}`),
    ...cut.edges.flatMap((edge) => [
      meteredText(
        sql`${ofAccount} ${at(edge.until)} and s.saved_in = ${edition} and s.ended_at > ${at(edge.from)}`,
      ),
      reservedText(
        sql`${reservedBy} ${at(edge.until)} and r.saved_in = ${edition} and r.ends_at > ${at(edge.from)}`,
      ),
    ]),
  ];
  const [answer] = await ctx.db.execute<{ told: string[] }>(sql`
    select array[${sql.join(texts, sql`, `)}]::text[] as told`);
  const [prices = "[]", days = "[]", ...rest] = answer?.told ?? [];
  const rowsAt = (place: number): Rows => ({
    metered: toMetered(rest[place] ?? "[]"),
    reserved: toReserved(rest[place + 1] ?? "[]"),
  });
  return {
    prices: toPrices(prices),
    days: toDays(accountId, days),
    left: rowsAt(0),
    edges: cut.edges.map((_, place) => rowsAt(2 + 2 * place)),
  };
}

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;
