import postgres from "postgres";

// The page of offers as somebody would write it who wants nothing but speed: the columns of the
// answer, one join, statements that the driver prepares once.

export type Offer = {
  id: string;
  kind: string;
  gpuCount: number;
  pricePerGpuHour: string;
  pricePerHour: string;
  vcpus: number;
  ramGb: number;
  region: string;
  reliability: number | null;
  verified: boolean;
  provider?: { id: string; name: string; lastListedAt: string | null };
};

type Row = Omit<Offer, "provider"> & { providerId: string; providerName: string; lastListedAt: Date | null };

export function openRivalDatabase(): postgres.Sql {
  return postgres(process.env["DATABASE_URL"] ?? "", { max: 10, onnotice: () => {} });
}

export async function readOffers(sql: postgres.Sql, first: number, max: string): Promise<Offer[]> {
  const rows = await sql<Row[]>`
    select id, kind, gpu_count as "gpuCount", price_per_gpu_hour as "pricePerGpuHour",
      price_per_hour as "pricePerHour", vcpus, ram_gb as "ramGb", region, reliability, verified
    from offers
    where state = 'listed' and price_per_gpu_hour <= ${toMicros(max)}
    order by price_per_gpu_hour, id limit ${first}`;
  return rows.map(toOffer);
}

export async function readOffersWithProvider(
  sql: postgres.Sql,
  first: number,
  max: string,
): Promise<Offer[]> {
  const rows = await sql<Row[]>`
    select o.id, o.kind, o.gpu_count as "gpuCount", o.price_per_gpu_hour as "pricePerGpuHour",
      o.price_per_hour as "pricePerHour", o.vcpus, o.ram_gb as "ramGb", o.region, o.reliability, o.verified,
      p.id as "providerId", p.name as "providerName", p.last_listed_at as "lastListedAt"
    from offers o join providers p on p.id = o.provider_id
    where o.state = 'listed' and o.price_per_gpu_hour <= ${toMicros(max)}
    order by o.price_per_gpu_hour, o.id limit ${first}`;
  return rows.map((row) => ({
    ...toOffer(row),
    provider: {
      id: row.providerId,
      name: row.providerName,
      lastListedAt: row.lastListedAt?.toISOString() ?? null,
    },
  }));
}

function toOffer(row: Row): Offer {
  return {
    id: row.id,
    kind: row.kind.toUpperCase(),
    gpuCount: row.gpuCount,
    pricePerGpuHour: toDollars(row.pricePerGpuHour),
    pricePerHour: toDollars(row.pricePerHour),
    vcpus: row.vcpus,
    ramGb: row.ramGb,
    region: row.region,
    reliability: row.reliability,
    verified: row.verified,
  };
}

/** "2.100000" from the 2100000 that the column holds. */
export function toDollars(micros: string): string {
  const digits = micros.padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

export function toMicros(dollars: string): string {
  return dollars.replace(".", "");
}
