import { and, eq, gt, lt, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import { FAILURES_MATTER_MS, type LaunchDay, REMEMBERED_DAYS, type Scores } from "../rules/availability.ts";
import { launches, offers, providers } from "./tables.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Longer than they count, so that what a score came from can be looked up. */
const KEPT_DAYS = 90;

export interface Launch {
  /** Of whoever tried; the same launch is recorded once. */
  launchId: string;
  providerId: string;
  machineId: string;
  gpuModel: string;
  worked: boolean;
}

export async function insertLaunch({ db, now }: Ctx, launch: Launch): Promise<void> {
  await db
    .insert(launches)
    .values({ ...launch, at: now() })
    .onConflictDoNothing();
}

/** What was tried in the days that count, at one provider or at all. */
export async function readLaunchDays({ db, now }: Ctx, providerId: string | null): Promise<LaunchDay[]> {
  const at = now();
  const daysAgo = sql<number>`floor(extract(epoch from ${at.toISOString()}::timestamptz - ${launches.at}) / 86400)::int`;
  return db
    .select({
      providerId: launches.providerId,
      gpuModel: launches.gpuModel,
      machineId: launches.machineId,
      daysAgo,
      tried: sql<number>`count(*)::int`,
      worked: sql<number>`(count(*) filter (where ${launches.worked}))::int`,
    })
    .from(launches)
    .where(
      and(
        gt(launches.at, new Date(at.getTime() - REMEMBERED_DAYS * DAY_MS)),
        providerId === null ? undefined : eq(launches.providerId, providerId),
      ),
    )
    .groupBy(launches.providerId, launches.gpuModel, launches.machineId, sql`4`);
}

export async function readFailures({ db, now }: Ctx, providerId: string | null) {
  return db
    .select({ providerId: launches.providerId, machineId: launches.machineId, at: launches.at })
    .from(launches)
    .where(
      and(
        eq(launches.worked, false),
        gt(launches.at, new Date(now().getTime() - FAILURES_MATTER_MS)),
        providerId === null ? undefined : eq(launches.providerId, providerId),
      ),
    );
}

export async function forgetLaunches({ db, now }: Ctx): Promise<void> {
  await db.delete(launches).where(lt(launches.at, new Date(now().getTime() - KEPT_DAYS * DAY_MS)));
}

/**
 * Two who write the offers of one provider go one after the other: each writes many rows, and in no
 * common order.
 */
export async function lockProviders(
  { db }: Ctx,
  providerId: string | null,
): Promise<{ id: string; lastListedAt: Date | null }[]> {
  return db
    .select({ id: providers.id, lastListedAt: providers.lastListedAt })
    .from(providers)
    .where(providerId === null ? undefined : eq(providers.id, providerId))
    .orderBy(providers.id)
    .for("no key update");
}

export interface Suppression {
  providerId: string;
  machineId: string;
  until: Date;
}

export interface Rescored {
  id: string;
  wasAvailability: number | null;
  wasSuppressedUntil: string | null;
}

/** Writes scores and suppressions to the listed offers that have others; says which, and what they had. */
export async function writeScores(
  { db }: Ctx,
  providerId: string | null,
  { machines, gpus, providers }: Scores,
  suppressions: readonly Suppression[],
  /** Only these, when not all, or so many of those that have others. */
  { ids = null, most = null }: { ids?: readonly string[] | null; most?: number | null },
): Promise<Rescored[]> {
  const rows = await db.execute<{ id: string; was: number | null; was_until: string | null }>(sql`
    with target as (
      select o.id, o.availability as was, o.availability_samples as was_samples,
        o.availability_basis as was_basis, o.suppressed_until as was_until,
        coalesce(m.score, g.score, p.score) as score,
        coalesce(m.samples, g.samples, p.samples, 0) as samples,
        case when m.score is not null then 'machine' when g.score is not null then 'gpu'
          when p.score is not null then 'provider' end as basis,
        s.until
      from ${offers} o
      left join jsonb_to_recordset(${JSON.stringify(machines)}::jsonb)
        as m("providerId" text, "gpuModel" text, "machineId" text, score double precision, samples int)
        on m."providerId" = o.provider_id and m."gpuModel" = o.gpu_model and m."machineId" = o.machine_id
      left join jsonb_to_recordset(${JSON.stringify(gpus)}::jsonb)
        as g("providerId" text, "gpuModel" text, score double precision, samples int)
        on g."providerId" = o.provider_id and g."gpuModel" = o.gpu_model
      left join jsonb_to_recordset(${JSON.stringify(providers)}::jsonb)
        as p("providerId" text, score double precision, samples int) on p."providerId" = o.provider_id
      left join jsonb_to_recordset(${JSON.stringify(suppressions)}::jsonb)
        as s("providerId" text, "machineId" text, until timestamptz)
        on s."providerId" = o.provider_id and s."machineId" = o.machine_id
      where o.state = 'listed' and ${ids === null ? sql`true` : sql`o.id = any(${sql.param([...ids])})`}
        and ${providerId === null ? sql`true` : sql`o.provider_id = ${providerId}`}
    ), other as (
      select * from target
      where was is distinct from score or was_samples <> samples or was_basis is distinct from basis
        or was_until is distinct from until
      limit ${most}
    )
    update ${offers} set availability = other.score, availability_samples = other.samples,
      availability_basis = other.basis, suppressed_until = other.until
    from other where offers.id = other.id returning offers.id, other.was, other.was_until::text`);
  return [...rows].map(({ id, was, was_until }) => {
    return { id, wasAvailability: was, wasSuppressedUntil: was_until };
  });
}
