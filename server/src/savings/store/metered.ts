import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Usd } from "../../values/money.ts";
import type { ReferencePrice } from "../rules/match.ts";
import type { referencePrices } from "./tables.ts";

/** A charged stretch with all that a comparison asks of it. */
export interface MeteredRow {
  sessionId: string;
  consumer: string | null;
  kind: "on_demand" | "interruptible";
  /** Null where nothing was held: on the team's own bill. */
  held: Usd | null;
  /** Of a session that a standing order began: what the cheapest machine cost when the order was given. */
  askedPerHour: Usd | null;
  accountId: string;
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
  held: string | null,
  asked: string | null,
  accountId: string,
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
 * What sessions were charged for by the second. A machine of a reservation is paid for with it, and is read with it
 * (reserved.ts). Ten thousand rows of fourteen columns cost the driver more than everything else, so they come as one text.
 */
export const meteredText = (these: SQL): SQL => sql`(
  select coalesce(json_agg(json_build_array(st.session_id, s.consumer, s.kind,
    case when s.hold_id is not null then s.held::text end, (
      select l.price_per_hour::text from flexible_jobs j join flexible_job_looks l on l.job_id = j.id
      where j.session_id = s.id and l.price_per_hour is not null order by l.hour limit 1
    ), s.account_id, m.provider_id, m.gpu_model, o.gpu_socket, m.gpu_count,
    m.vram_gb, st.what, (extract(epoch from st.began_at) * 1000)::bigint,
    (extract(epoch from coalesce(st.ended_at, s.ended_at)) * 1000)::bigint, st.price_per_hour::text)
    order by st.session_id, st.began_at), '[]')::text
  from sessions s
    join session_stretches st on st.session_id = s.id
    join machines m on m.id = st.machine_id
    left join offers o on o.id = m.offer_id
  where ${these} and s.prepaid is null)`;

export function toMetered(text: string): MeteredRow[] {
  return (JSON.parse(text) as Told[]).map((told) => ({
    sessionId: told[0],
    consumer: told[1],
    kind: told[2],
    held: told[3] === null ? null : BigInt(told[3]),
    askedPerHour: told[4] === null ? null : BigInt(told[4]),
    accountId: told[5],
    providerId: told[6],
    gpuModel: told[7],
    gpuSocket: told[8],
    gpuCount: told[9],
    vramGb: told[10],
    what: told[11],
    from: new Date(told[12]),
    until: at(told[13]),
    pricePerHour: BigInt(told[14]),
  }));
}

/** Of sessions by name, or of those of an account that are not over. */
export async function readMetered(
  ctx: Ctx,
  which: { sessionIds: readonly string[] } | { notOverOf: string },
): Promise<MeteredRow[]> {
  const these =
    "sessionIds" in which
      ? sql`s.id in (select jsonb_array_elements_text(${JSON.stringify(which.sessionIds)}::jsonb))`
      : sql`s.account_id = ${which.notOverOf} and s.ended_at is null`;
  const [answer] = await ctx.db.execute<{ told: string }>(sql`select ${meteredText(these)} as told`);
  return toMetered(answer?.told ?? "[]");
}

/** Whether any machine of an account was ever there. */
export async function hasRun(ctx: Ctx, accountId: string): Promise<boolean> {
  const [row] = await ctx.db.execute<{ ran: boolean }>(sql`select exists (
    select from sessions where account_id = ${accountId} and ready_at is not null) as ran`);
  return row?.ran ?? false;
}

function at(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

export type ReferenceRow = ReferencePrice & typeof referencePrices.$inferSelect;

type ToldPrice = [
  cloud: ReferenceRow["cloud"],
  sku: string,
  region: string,
  pricing: ReferenceRow["pricing"],
  gpuModel: string,
  gpuSocket: string,
  vramGb: number,
  gpusInNode: number,
  pricePerNodeHour: string,
  pricePerGpuHour: string,
  from: number,
  until: number | null,
  source: string,
  readOn: string,
];

export const pricesText: SQL = sql`(
  select coalesce(json_agg(json_build_array(cloud, sku, region, pricing, gpu_model, gpu_socket, vram_gb, gpus_in_node,
    price_per_node_hour::text, price_per_gpu_hour::text, (extract(epoch from effective_from) * 1000)::bigint,
    (extract(epoch from effective_until) * 1000)::bigint, source, read_on::text)
    order by gpu_model, effective_from), '[]')::text
  from reference_prices)`;

export function toPrices(text: string): ReferenceRow[] {
  return (JSON.parse(text) as ToldPrice[]).map((told) => ({
    cloud: told[0],
    sku: told[1],
    region: told[2],
    pricing: told[3],
    gpuModel: told[4],
    gpuSocket: told[5],
    vramGb: told[6],
    gpusInNode: told[7],
    pricePerNodeHour: BigInt(told[8]),
    pricePerGpuHour: BigInt(told[9]),
    from: new Date(told[10]),
    until: at(told[11]),
    source: told[12],
    readOn: told[13],
  }));
}

export async function listReferencePrices(ctx: Ctx): Promise<ReferenceRow[]> {
  const [answer] = await ctx.db.execute<{ told: string }>(sql`select ${pricesText} as told`);
  return toPrices(answer?.told ?? "[]");
}
