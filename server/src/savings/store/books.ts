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

export interface BookRows {
  days: DaySum[];
  /** What is in no day yet, and of each edge what is in them. */
  left: MeteredRow[];
  edges: MeteredRow[][];
  prices: ReferenceRow[];
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
  const texts: SQL[] = [
    pricesText,
    cut.days ? daysText(accountId, edition, cut.days) : sql`'[]'`,
    meteredText(sql`${ofAccount} ${at(until)} and s.saved_in < coalesce(${edition}, ${NO_EDITION})
      ${from ? sql`and (s.ended_at is null or s.ended_at > ${at(from)})` : sql``}`),
    ...cut.edges.map((edge) =>
      meteredText(
        sql`${ofAccount} ${at(edge.until)} and s.saved_in = ${edition} and s.ended_at > ${at(edge.from)}`,
      ),
    ),
  ];
  const [answer] = await ctx.db.execute<{ told: string[] }>(sql`
    select array[${sql.join(texts, sql`, `)}]::text[] as told`);
  const [prices = "[]", days = "[]", left = "[]", ...edges] = answer?.told ?? [];
  return {
    prices: toPrices(prices),
    days: toDays(accountId, days),
    left: toMetered(left),
    edges: edges.map(toMetered),
  };
}

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;
