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

type Told = [
  sessionId: string,
  consumer: string | null,
  kind: MeteredRow["kind"],
  held: string,
  over: number | null,
  providerId: string,
  gpuModel: string,
  gpuSocket: string | null,
  gpuCount: number,
  vramGb: number,
  what: MeteredRow["what"],
  began: number,
  ended: number | null,
  pricePerHour: string,
];

/**
 * What an account's sessions were charged for between two instants. A machine of a reservation is paid
 * for with the reservation and has no entries of its own, so it is not among them. Ten thousand rows of
 * fourteen columns cost the driver more than everything else, so they come as one text.
 */
export async function readMetered(
  ctx: Ctx,
  accountId: string,
  from: Date | null,
  until: Date,
): Promise<MeteredRow[]> {
  const [answer] = await ctx.db.execute<{ told: string }>(sql`
    select coalesce(json_agg(json_build_array(st.session_id, s.consumer, s.kind, s.held::text,
      (extract(epoch from s.ended_at) * 1000)::bigint, m.provider_id, m.gpu_model, o.gpu_socket, m.gpu_count,
      m.vram_gb, st.what, (extract(epoch from st.began_at) * 1000)::bigint,
      (extract(epoch from st.ended_at) * 1000)::bigint, st.price_per_hour::text)
      order by st.session_id, st.began_at), '[]')::text as told
    from sessions s
      join session_stretches st on st.session_id = s.id
      join machines m on m.id = st.machine_id
      left join offers o on o.id = m.offer_id
    where s.account_id = ${accountId} and s.hold_id is not null
      and st.began_at < ${until.toISOString()}::timestamptz
      ${from ? sql`and (s.ended_at is null or s.ended_at > ${from.toISOString()}::timestamptz)` : sql``}`);
  return (JSON.parse(answer?.told ?? "[]") as Told[]).map((told) => ({
    sessionId: told[0],
    consumer: told[1],
    kind: told[2],
    held: BigInt(told[3]),
    endedAt: at(told[4]),
    providerId: told[5],
    gpuModel: told[6],
    gpuSocket: told[7],
    gpuCount: told[8],
    vramGb: told[9],
    what: told[10],
    from: new Date(told[11]),
    until: at(told[12]),
    pricePerHour: BigInt(told[13]),
  }));
}

/** Whether anything of an account was ever charged by the second. */
export async function hasRun(ctx: Ctx, accountId: string): Promise<boolean> {
  const [row] = await ctx.db.execute<{ ran: boolean }>(sql`select exists (
    select from sessions where account_id = ${accountId} and hold_id is not null and ready_at is not null) as ran`);
  return row?.ran ?? false;
}

function at(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

export type ReferenceRow = ReferencePrice & typeof referencePrices.$inferSelect;

export async function listReferencePrices(ctx: Ctx): Promise<ReferenceRow[]> {
  return ctx.db.select().from(referencePrices).orderBy(referencePrices.gpuModel, referencePrices.from);
}
