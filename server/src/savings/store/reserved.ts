import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Reserved, ReservedMachine } from "../rules/reserved.ts";

/** A reservation that began, with what the ledger has of it and with its machines. */
export interface ReservedRow extends Reserved {
  id: string;
  accountId: string;
  consumer: string | null;
  machines: MachineOf[];
}

export interface MachineOf extends ReservedMachine {
  /** Empty where none was ever asked for. */
  providerId: string;
  kind: "on_demand" | "interruptible";
  gpuModel: string;
  gpuSocket: string | null;
  vramGb: number;
}

type Told = [
  id: string,
  accountId: string,
  consumer: string | null,
  amount: string,
  byTheHourPerGpu: string,
  parts: [gpus: number, from: number, until: number][],
  machines: [
    sessionId: string,
    providerId: string,
    kind: MachineOf["kind"],
    gpuModel: string,
    gpuSocket: string | null,
    gpuCount: number,
    vramGb: number,
    runs: [from: number, until: number | null][],
  ][],
];

const ms = (column: SQL) => sql`(extract(epoch from ${column}) * 1000)::bigint`;

/** As one text, as what is metered is. */
export const reservedText = (these: SQL): SQL => sql`(
  select coalesce(json_agg(json_build_array(r.id, r.account_id, r.consumer, (h.captured - h.refunded)::text,
    r.on_demand_per_gpu_hour::text, (
      select coalesce(json_agg(json_build_array(p.gpus, ${ms(sql`p.starts_at`)}, ${ms(sql`p.ends_at`)}) order by p.starts_at), '[]')
      from reservation_parts p where p.reservation_id = r.id
    ), (
      select coalesce(json_agg(json_build_array(s.id, coalesce(m.provider_id, ''), s.kind, coalesce(m.gpu_model, s.gpu_model),
        o.gpu_socket, s.gpu_count, coalesce(m.vram_gb, s.vram_gb), (
          select coalesce(json_agg(json_build_array(${ms(sql`st.began_at`)},
            ${ms(sql`coalesce(st.ended_at, s.ended_at)`)}) order by st.began_at), '[]')
          from session_stretches st where st.session_id = s.id and st.what = 'everything'
        )) order by s.id), '[]')
      from reservation_sessions g
        join sessions s on s.id = g.session_id
        left join lateral (
          select provider_id, gpu_model, vram_gb, offer_id from machines where session_id = s.id order by attempt desc limit 1
        ) m on true
        left join offers o on o.id = coalesce(m.offer_id, s.offer_id)
      where g.reservation_id = r.id
    )) order by r.id), '[]')::text
  from reservations r join credit_holds h on h.id = r.hold_id
  where ${these} and r.state in ('active', 'finished'))`;

export function toReserved(text: string): ReservedRow[] {
  return (JSON.parse(text) as Told[]).map((told) => ({
    id: told[0],
    accountId: told[1],
    consumer: told[2],
    amount: BigInt(told[3]),
    byTheHourPerGpu: BigInt(told[4]),
    parts: told[5].map(([gpus, from, until]) => ({ gpus, from, until })),
    machines: told[6].map((machine) => ({
      sessionId: machine[0],
      providerId: machine[1],
      kind: machine[2],
      gpuModel: machine[3],
      gpuSocket: machine[4],
      gpuCount: machine[5],
      vramGb: machine[6],
      runs: machine[7],
    })),
  }));
}

/** Of reservations by name, or of those of an account that are not over. */
export async function readReserved(
  ctx: Ctx,
  which: { reservationIds: readonly string[] } | { notOverOf: string },
): Promise<ReservedRow[]> {
  const these =
    "reservationIds" in which
      ? sql`r.id in (select jsonb_array_elements_text(${JSON.stringify(which.reservationIds)}::jsonb))`
      : sql`r.account_id = ${which.notOverOf} and r.ended_at is null`;
  const [answer] = await ctx.db.execute<{ told: string }>(sql`select ${reservedText(these)} as told`);
  return toReserved(answer?.told ?? "[]");
}

/** Some that are final and not in an edition, locked. */
export async function takeUnsavedReserved(ctx: Ctx, edition: number, limit: number): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select r.id from reservations r
    where r.saved_in < ${edition} and r.state = 'finished' and not exists (
      select from reservation_sessions g join sessions s on s.id = g.session_id
      where g.reservation_id = r.id and s.ended_at is null)
    limit ${limit} for update of r skip locked`);
  return rows.map(({ id }) => id);
}

export async function noteSavedReserved(
  ctx: Ctx,
  edition: number,
  reservationIds: readonly string[],
): Promise<void> {
  await ctx.db.execute(sql`
    update reservations set saved_in = ${edition}
    where id in (select jsonb_array_elements_text(${JSON.stringify(reservationIds)}::jsonb))`);
}
