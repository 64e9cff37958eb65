import { sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import type { ReferencePrice } from "../rules/match.ts";
import { referencePrices } from "./tables.ts";

/** A charged stretch with all that a comparison asks of it. */
export interface MeteredRow {
  sessionId: string;
  consumer: string | null;
  kind: "on_demand" | "interruptible";
  held: Usd;
  endedAt: Date | null;
  providerId: string;
  gpuModel: string;
  gpuSocket: string | null;
  gpuCount: number;
  vramGb: number;
  what: "everything" | "disk";
  from: Date;
  until: Date | null;
  pricePerHour: Usd;
}

type Raw = Record<string, string | number | null>;

/**
 * What an account's sessions were charged for between two instants. A machine of a reservation is paid
 * for with the reservation and has no entries of its own, so it is not among them.
 */
export async function readMetered(
  ctx: Ctx,
  accountId: string,
  from: Date | null,
  until: Date,
): Promise<MeteredRow[]> {
  const rows = await ctx.db.execute<Raw>(sql`
    select st.session_id, s.consumer, s.kind, s.held::text, m.provider_id, m.gpu_model, o.gpu_socket,
      m.gpu_count, m.vram_gb, st.what, st.price_per_hour::text,
      (extract(epoch from s.ended_at) * 1000)::float8 as over,
      (extract(epoch from st.began_at) * 1000)::float8 as began,
      (extract(epoch from st.ended_at) * 1000)::float8 as ended
    from sessions s
      join session_stretches st on st.session_id = s.id
      join machines m on m.id = st.machine_id
      left join offers o on o.id = m.offer_id
    where s.account_id = ${accountId} and s.hold_id is not null
      and st.began_at < ${until.toISOString()}::timestamptz
      ${from ? sql`and (s.ended_at is null or s.ended_at > ${from.toISOString()}::timestamptz)` : sql``}
    order by st.session_id, st.began_at`);
  return rows.map((row) => ({
    sessionId: String(row["session_id"]),
    consumer: row["consumer"] as string | null,
    kind: row["kind"] as MeteredRow["kind"],
    held: BigInt(row["held"] ?? 0),
    endedAt: at(row["over"]),
    providerId: String(row["provider_id"]),
    gpuModel: String(row["gpu_model"]),
    gpuSocket: row["gpu_socket"] as string | null,
    gpuCount: Number(row["gpu_count"]),
    vramGb: Number(row["vram_gb"]),
    what: row["what"] as MeteredRow["what"],
    from: new Date(Number(row["began"])),
    until: at(row["ended"]),
    pricePerHour: BigInt(row["price_per_hour"] ?? 0),
  }));
}

/** Whether anything of an account was ever charged by the second. */
export async function hasRun(ctx: Ctx, accountId: string): Promise<boolean> {
  const [row] = await ctx.db.execute<{ ran: boolean }>(sql`select exists (
    select from sessions where account_id = ${accountId} and hold_id is not null and ready_at is not null) as ran`);
  return row?.ran ?? false;
}

function at(value: string | number | null | undefined): Date | null {
  return value == null ? null : new Date(Number(value));
}

export type ReferenceRow = ReferencePrice & typeof referencePrices.$inferSelect;

export async function listReferencePrices(ctx: Ctx): Promise<ReferenceRow[]> {
  return ctx.db.select().from(referencePrices).orderBy(referencePrices.gpuModel, referencePrices.from);
}
