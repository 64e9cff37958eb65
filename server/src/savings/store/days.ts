import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { eachCloud, type Figures } from "../compare.ts";
import type { MeteredRow } from "./metered.ts";
import { savingsDays } from "./tables.ts";

const MOST_AT_ONCE = 1_000;

/** What sessions of one consumer on one kind of machine came to in one day. */
export interface DaySum extends Pick<
  MeteredRow,
  "consumer" | "providerId" | "gpuModel" | "gpuSocket" | "vramGb" | "kind"
> {
  accountId: string;
  day: Date;
  begun: number;
  carried: number;
  firstAt: Date;
  figures: Figures;
}

/** The edition that is at hand; null where other rules than these made it. */
export async function readEdition(ctx: Ctx, rules: number): Promise<number | null> {
  const [row] = await ctx.db.execute<{ edition: number }>(sql`
    select edition from savings_edition where rules = ${rules}`);
  return row?.edition ?? null;
}

/**
 * Within a transaction: keeps the edition until its end, so that no price changes meanwhile. Later rules than those
 * it was made by begin another; where it was made by later ones, null.
 */
export async function holdEdition(ctx: Ctx, rules: number): Promise<number | null> {
  await ctx.db.execute(sql`
    update savings_edition set edition = edition + 1, rules = ${rules} where rules < ${rules}`);
  const [row] = await ctx.db.execute<{ edition: number }>(sql`
    select edition from savings_edition where rules = ${rules} for share`);
  return row?.edition ?? null;
}

/** Some that are over and not in an edition, locked. */
export async function takeUnsaved(ctx: Ctx, edition: number, limit: number): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select id from sessions where saved_in < ${edition} and ended_at is not null and prepaid is null
    limit ${limit} for update skip locked`);
  return rows.map(({ id }) => id);
}

export async function noteSaved(ctx: Ctx, edition: number, sessionIds: readonly string[]): Promise<void> {
  await ctx.db.execute(sql`
    update sessions set saved_in = ${edition}
    where id in (select jsonb_array_elements_text(${JSON.stringify(sessionIds)}::jsonb))`);
}

export async function addDays(ctx: Ctx, edition: number, sums: readonly DaySum[]): Promise<void> {
  const more = (column: string) => sql.raw(`savings_days.${column} + excluded.${column}`);
  const rows = sums.map(({ figures, day, ...sum }) => ({
    ...sum,
    edition,
    day: day.toISOString().slice(0, 10),
    paid: figures.paid,
    gpuMs: figures.gpuMs,
    awsCompared: figures.clouds.aws.compared,
    awsReference: figures.clouds.aws.reference,
    awsTiming: figures.timing.aws,
    awsDiscount: figures.discount.aws,
    gcpCompared: figures.clouds.gcp.compared,
    gcpReference: figures.clouds.gcp.reference,
    gcpTiming: figures.timing.gcp,
    gcpDiscount: figures.discount.gcp,
    azureCompared: figures.clouds.azure.compared,
    azureReference: figures.clouds.azure.reference,
    azureTiming: figures.timing.azure,
    azureDiscount: figures.discount.azure,
  }));
  for (let at = 0; at < rows.length; at += MOST_AT_ONCE)
    await ctx.db
      .insert(savingsDays)
      .values(rows.slice(at, at + MOST_AT_ONCE))
      .onConflictDoUpdate({
        target: [
          savingsDays.accountId,
          savingsDays.edition,
          savingsDays.day,
          savingsDays.consumer,
          savingsDays.providerId,
          savingsDays.gpuModel,
          savingsDays.gpuSocket,
          savingsDays.vramGb,
          savingsDays.kind,
        ],
        set: {
          begun: more("begun"),
          carried: more("carried"),
          firstAt: sql`least(savings_days.first_at, excluded.first_at)`,
          paid: more("paid"),
          gpuMs: more("gpu_ms"),
          awsCompared: more("aws_compared"),
          awsReference: more("aws_reference"),
          awsTiming: more("aws_timing"),
          awsDiscount: more("aws_discount"),
          gcpCompared: more("gcp_compared"),
          gcpReference: more("gcp_reference"),
          gcpTiming: more("gcp_timing"),
          gcpDiscount: more("gcp_discount"),
          azureCompared: more("azure_compared"),
          azureReference: more("azure_reference"),
          azureTiming: more("azure_timing"),
          azureDiscount: more("azure_discount"),
        },
      });
}

/** Of editions that were; a part of them at a time. */
export async function forgetEditions(ctx: Ctx, before: number, limit: number): Promise<void> {
  await ctx.db.execute(sql`
    delete from savings_days where ctid in (select ctid from savings_days where edition < ${before} limit ${limit})`);
}

type Told = [
  day: string,
  consumer: string | null,
  providerId: string,
  gpuModel: string,
  gpuSocket: string | null,
  vramGb: number,
  kind: MeteredRow["kind"],
  begun: number,
  carried: number,
  firstAt: number,
  amounts: string[],
];

/** An account's days from one on, until before another; as one text, as the metered rows are. */
export function daysText(
  accountId: string,
  edition: SQL | number,
  { from, until }: { from: Date | null; until: Date | null },
): SQL {
  const date = (at: Date) => at.toISOString().slice(0, 10);
  return sql`(
    select coalesce(json_agg(json_build_array(day, consumer, provider_id, gpu_model, gpu_socket, vram_gb, kind, begun,
      carried, (extract(epoch from first_at) * 1000)::bigint, array[paid, gpu_ms, aws_compared, aws_reference,
      aws_timing, aws_discount, gcp_compared, gcp_reference, gcp_timing, gcp_discount, azure_compared, azure_reference,
      azure_timing, azure_discount]::text[])
      order by day), '[]')::text
    from savings_days
    where account_id = ${accountId} and edition = ${edition}
      ${from ? sql`and day >= ${date(from)}::date` : sql``} ${until ? sql`and day < ${date(until)}::date` : sql``})`;
}

export function toDays(accountId: string, text: string): DaySum[] {
  return (JSON.parse(text) as Told[]).map((told) => ({
    accountId,
    day: new Date(told[0]),
    consumer: told[1],
    providerId: told[2],
    gpuModel: told[3],
    gpuSocket: told[4],
    vramGb: told[5],
    kind: told[6],
    begun: told[7],
    carried: told[8],
    firstAt: new Date(told[9]),
    figures: figuresOf(told[10].map(BigInt)),
  }));
}

export async function listDays(ctx: Ctx, accountId: string, edition: number): Promise<DaySum[]> {
  const all = daysText(accountId, edition, { from: null, until: null });
  const [answer] = await ctx.db.execute<{ told: string }>(sql`select ${all} as told`);
  return toDays(accountId, answer?.told ?? "[]");
}

function figuresOf([paid = 0n, gpuMs = 0n, ...rest]: readonly bigint[]): Figures {
  const places = { aws: 0, gcp: 4, azure: 8 };
  const at = (place: number) => rest[place] ?? 0n;
  return {
    paid,
    gpuMs,
    clouds: eachCloud((cloud) => ({ compared: at(places[cloud]), reference: at(places[cloud] + 1) })),
    timing: eachCloud((cloud) => at(places[cloud] + 2)),
    discount: eachCloud((cloud) => at(places[cloud] + 3)),
  };
}
