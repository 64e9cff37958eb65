import type { World } from "./world.ts";

// What was saved, made anew from the ledger's entries, the stretches that they name and the rows of prices, by somebody
// who never read how Berth does it: no function of it is used here, and its own are held against this.

export interface Amounts {
  paid: bigint;
  clouds: Record<string, { compared: bigint; reference: bigint }>;
}

interface Part extends Amounts {
  consumer: string | null;
  gpu: string;
  provider: string;
}

const CLOUDS = ["aws", "gcp", "azure"];
const HOUR = 3_600_000n;

/** Up to an instant; all that the ledger has, where none is named. */
export async function recompute(world: World, accountId: string, upTo?: Date) {
  const { sql } = world.database;
  const msOf = (instant: string) => sql.unsafe(`(extract(epoch from ${instant}) * 1000)::float8`);
  const prices = await sql`select cloud, gpu_model, gpu_socket, vram_gb, price_per_gpu_hour::text as price,
    ${msOf("effective_from")} as from, ${msOf("effective_until")} as until
    from reference_prices where pricing = 'on_demand'`;
  const holds = await sql`
    select h.purpose as id, s.consumer, m.provider_id, m.gpu_model, m.gpu_count, m.vram_gb, o.gpu_socket,
      sum(t.amount)::text as captured, ${msOf("max(s.settled_until)")} as settled
    from credit_transactions t
      join credit_holds h on h.id = t.hold_id
      join sessions s on s.id = h.purpose
      join machines m on m.session_id = s.id and m.attempt = s.attempts
      join offers o on o.id = m.offer_id
    where t.account_id = ${accountId} and t.kind = 'capture'
    group by 1, 2, 3, 4, 5, 6, 7`;
  const parts: Part[] = [];
  for (const hold of holds) {
    const stretches = await sql`select what, ${msOf("began_at")} as from,
      ${msOf("ended_at")} as until, price_per_hour::text as price from session_stretches where session_id = ${String(hold["id"])}`;
    const end = upTo?.getTime() ?? Number(hold["settled"]);
    const part: Part = {
      paid: 0n,
      clouds: Object.fromEntries(CLOUDS.map((cloud) => [cloud, { compared: 0n, reference: 0n }])),
      consumer: hold["consumer"] as string | null,
      gpu: [hold["gpu_model"], hold["gpu_socket"]].filter(Boolean).join(" "),
      provider: String(hold["provider_id"]),
    };
    for (const stretch of stretches) {
      const from = Number(stretch["from"]);
      const until = Math.min((stretch["until"] as number | null) ?? end, end);
      const cost = hours(BigInt(String(stretch["price"])), from, until);
      part.paid += cost;
      if (stretch["what"] !== "everything") continue;
      for (const cloud of CLOUDS) {
        const [price, ...others] = prices.filter(
          (row) =>
            row["cloud"] === cloud &&
            row["gpu_model"] === hold["gpu_model"] &&
            row["gpu_socket"] === hold["gpu_socket"] &&
            Math.abs(Number(row["vram_gb"]) - Number(hold["vram_gb"])) < 5 &&
            Number(row["from"]) <= from &&
            (row["until"] === null || Number(row["until"]) >= until),
        );
        if (others.length > 0) throw new Error("this reads one price at a time");
        const at = part.clouds[cloud];
        if (!price || !at) continue;
        at.compared += cost;
        at.reference += hours(
          BigInt(String(price["price"])) * BigInt(Number(hold["gpu_count"])),
          from,
          until,
        );
      }
    }
    if (!upTo && part.paid !== BigInt(String(hold["captured"])))
      throw new Error(
        `the ledger has ${String(hold["captured"])} of ${String(hold["id"])}, not ${part.paid}`,
      );
    parts.push(part);
  }
  return {
    all: sumOf(parts),
    by(name: (part: Part) => string): Record<string, Amounts> {
      return Object.fromEntries(
        [...new Set(parts.map(name))].map((one) => [one, sumOf(parts.filter((part) => name(part) === one))]),
      );
    },
  };
}

export function sumOf(all: readonly Amounts[]): Amounts {
  const sum: Amounts = { paid: 0n, clouds: {} };
  for (const cloud of CLOUDS) sum.clouds[cloud] = { compared: 0n, reference: 0n };
  for (const { paid, clouds } of all) {
    sum.paid += paid;
    for (const [cloud, { compared, reference }] of Object.entries(clouds)) {
      const at = sum.clouds[cloud];
      if (!at) continue;
      at.compared += compared;
      at.reference += reference;
    }
  }
  return sum;
}

/** A price by the hour for so long, to the nearest micro-dollar, and to the even one where two are as near. */
function hours(price: bigint, from: number, until: number): bigint {
  if (until <= from) return 0n;
  const product = price * BigInt(Math.round(until - from));
  const below = product / HOUR;
  const twice = (product % HOUR) * 2n;
  return twice > HOUR || (twice === HOUR && below % 2n === 1n) ? below + 1n : below;
}
