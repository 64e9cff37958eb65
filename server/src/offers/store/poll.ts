import { eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Ctx } from "../../platform/context.ts";
import type { Db } from "../../platform/db/database.ts";
import { type KnownOffer, keyOf, type OfferFacts } from "../rules/compare-listing.ts";
import { marketRevision, offers, providers } from "./tables.ts";

// PostgreSQL takes 65,534 parameters in a statement; an offer has thirty.
const ROWS_A_STATEMENT = 1_000;

export interface ProviderRow {
  id: string;
  name: string;
  connected: boolean;
  lastListedAt: Date | null;
  lastErrorAt: Date | null;
  lastError: string | null;
}

export async function saveProvider(
  { db }: Ctx,
  provider: Pick<ProviderRow, "id" | "name" | "connected">,
): Promise<ProviderRow> {
  const { name, connected } = provider;
  const [row] = await db
    .insert(providers)
    .values(provider)
    .onConflictDoUpdate({ target: providers.id, set: { name, connected } })
    .returning();
  if (!row) throw new Error("a provider was neither there nor made");
  return row;
}

export async function noteListed({ db }: Ctx, providerId: string, lastListedAt: Date): Promise<void> {
  await db.update(providers).set({ lastListedAt }).where(eq(providers.id, providerId));
}

export async function noteFailed({ db, now }: Ctx, providerId: string, message: string): Promise<void> {
  await db
    .update(providers)
    .set({ lastErrorAt: now(), lastError: message })
    .where(eq(providers.id, providerId));
}

const knownColumns = {
  id: offers.id,
  state: offers.state,
  missed: offers.missed,
  providerId: offers.providerId,
  externalId: offers.externalId,
  machineId: offers.machineId,
  kind: offers.kind,
  gpuModel: offers.gpuModel,
  gpuSocket: offers.gpuSocket,
  gpuRawName: offers.gpuRawName,
  gpuCount: offers.gpuCount,
  vramGb: offers.vramGb,
  pricePerGpuHour: offers.pricePerGpuHour,
  pricePerHour: offers.pricePerHour,
  vcpuPricePerHour: offers.vcpuPricePerHour,
  ramPricePerHour: offers.ramPricePerHour,
  diskPricePerGbMonth: offers.diskPricePerGbMonth,
  chargedDiskGbMin: offers.chargedDiskGbMin,
  trafficUpPerGb: offers.trafficUpPerGb,
  trafficDownPerGb: offers.trafficDownPerGb,
  vcpus: offers.vcpus,
  ramGb: offers.ramGb,
  diskGb: offers.diskGb,
  region: offers.region,
  country: offers.country,
  reliability: offers.reliability,
  cudaVersion: offers.cudaVersion,
  networkDownMbps: offers.networkDownMbps,
  networkUpMbps: offers.networkUpMbps,
  datacenter: offers.datacenter,
  verified: offers.verified,
  maxDurationHours: offers.maxDurationHours,
};
const KNOWN = sql.raw(
  Object.entries(knownColumns)
    .map(([name, column]) => `offers.${column.name} as "${name}"`)
    .join(", "),
);

/** All that was listed when last looked, and of the withdrawn those that are asked for again. */
export async function readKnown(
  { db }: Ctx,
  providerId: string,
  listedKeys: ReadonlySet<string>,
): Promise<Map<string, KnownOffer>> {
  const listed = await selectKnown(db, sql`provider_id = ${providerId} and state = 'listed'`);
  const known = new Map(listed.map((offer) => [keyOf(offer), offer] as const));
  const unknown = [...listedKeys].filter((key) => !known.has(key));
  for (const part of inParts(unknown, 10_000)) {
    const externalIds = [...new Set(part.map((key) => key.slice(key.indexOf(" ") + 1)))];
    const withdrawn = await selectKnown(
      db,
      sql`provider_id = ${providerId} and state = 'withdrawn' and external_id = any(${sql.param(externalIds)})`,
    );
    for (const offer of withdrawn) known.set(keyOf(offer), offer);
  }
  return known;
}

type Raw = { [K in keyof KnownOffer]: KnownOffer[K] extends bigint ? string : KnownOffer[K] };

// Ten thousand rows at a time: the builder's decoders take longer for them than the database does, and
// only the amounts come as something else than they are.
async function selectKnown(db: Db, where: SQL): Promise<KnownOffer[]> {
  const rows = await db.execute<Raw>(sql`select ${KNOWN} from offers where ${where}`);
  return rows.map(
    (raw) =>
      Object.assign(raw, {
        pricePerGpuHour: BigInt(raw.pricePerGpuHour),
        pricePerHour: BigInt(raw.pricePerHour),
        vcpuPricePerHour: BigInt(raw.vcpuPricePerHour),
        ramPricePerHour: BigInt(raw.ramPricePerHour),
        diskPricePerGbMonth: BigInt(raw.diskPricePerGbMonth),
      }) as unknown as KnownOffer,
  );
}

export async function insertOffers(ctx: Ctx, added: readonly (OfferFacts & { id: string })[]): Promise<void> {
  const at = ctx.now();
  for (const part of inParts(added, ROWS_A_STATEMENT)) {
    await ctx.db.insert(offers).values(
      part.map((offer) => ({
        ...offer,
        state: "listed" as const,
        firstSeenAt: at,
        observedAt: at,
        priceChangedAt: at,
        missed: 0,
      })),
    );
  }
}

export async function updateOffers(
  ctx: Ctx,
  changed: readonly { known: KnownOffer; facts: OfferFacts }[],
): Promise<void> {
  const at = ctx.now();
  for (const part of inParts(changed, ROWS_A_STATEMENT)) {
    // A row that exists is always there to conflict with; this is how one statement changes many.
    await ctx.db
      .insert(offers)
      .values(
        part.map(({ known, facts }) => ({
          ...facts,
          id: known.id,
          state: "listed" as const,
          firstSeenAt: at,
          observedAt: at,
          priceChangedAt: at,
          missed: 0,
        })),
      )
      .onConflictDoUpdate({
        target: offers.id,
        set: {
          machineId: sql`excluded.machine_id`,
          gpuModel: sql`excluded.gpu_model`,
          gpuSocket: sql`excluded.gpu_socket`,
          gpuRawName: sql`excluded.gpu_raw_name`,
          gpuCount: sql`excluded.gpu_count`,
          vramGb: sql`excluded.vram_gb`,
          pricePerGpuHour: sql`excluded.price_per_gpu_hour`,
          pricePerHour: sql`excluded.price_per_hour`,
          previousPricePerGpuHour: sql`case when excluded.price_per_gpu_hour = ${offers.pricePerGpuHour}
            then ${offers.previousPricePerGpuHour} else ${offers.pricePerGpuHour} end`,
          priceChangedAt: sql`case when excluded.price_per_gpu_hour = ${offers.pricePerGpuHour}
            then ${offers.priceChangedAt} else excluded.price_changed_at end`,
          vcpuPricePerHour: sql`excluded.vcpu_price_per_hour`,
          ramPricePerHour: sql`excluded.ram_price_per_hour`,
          chargedDiskGbMin: sql`excluded.charged_disk_gb_min`,
          trafficUpPerGb: sql`excluded.traffic_up_per_gb`,
          trafficDownPerGb: sql`excluded.traffic_down_per_gb`,
          diskPricePerGbMonth: sql`excluded.disk_price_per_gb_month`,
          vcpus: sql`excluded.vcpus`,
          ramGb: sql`excluded.ram_gb`,
          diskGb: sql`excluded.disk_gb`,
          region: sql`excluded.region`,
          country: sql`excluded.country`,
          reliability: sql`excluded.reliability`,
          cudaVersion: sql`excluded.cuda_version`,
          networkDownMbps: sql`excluded.network_down_mbps`,
          networkUpMbps: sql`excluded.network_up_mbps`,
          datacenter: sql`excluded.datacenter`,
          verified: sql`excluded.verified`,
          maxDurationHours: sql`excluded.max_duration_hours`,
          state: sql`excluded.state`,
          observedAt: sql`excluded.observed_at`,
          missed: sql`0`,
        },
      });
  }
}

export async function markBack({ db }: Ctx, back: readonly KnownOffer[]): Promise<void> {
  for (const part of inParts(back, 10_000)) {
    await db
      .update(offers)
      .set({ missed: 0 })
      .where(
        inArray(
          offers.id,
          part.map((offer) => offer.id),
        ),
      );
  }
}

/** The first miss notes when it was shown last: at the good list before this one. */
export async function markMissed(
  { db }: Ctx,
  missed: readonly KnownOffer[],
  state: "listed" | "withdrawn",
  lastListedAt: Date | null,
): Promise<void> {
  for (const part of inParts(missed, 10_000)) {
    await db
      .update(offers)
      .set({
        state,
        missed: sql`${offers.missed} + 1`,
        ...(lastListedAt && {
          observedAt: sql`case when ${offers.missed} = 0 then ${lastListedAt.toISOString()}::timestamptz else ${offers.observedAt} end`,
        }),
      })
      .where(
        inArray(
          offers.id,
          part.map((offer) => offer.id),
        ),
      );
  }
}

export async function raiseMarketRevision({ db }: Ctx): Promise<void> {
  await db.update(marketRevision).set({ revision: sql`${marketRevision.revision} + 1` });
}

function inParts<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}
