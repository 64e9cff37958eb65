import type { World } from "./world.ts";

// What was saved, made anew from the ledger's entries, the stretches that they name and the rows of prices, by somebody
// who never read how Berth does it: no function of it is used here, and its own are held against this. What was reserved
// is the ledger's captures less its refunds, laid out on one line by the GPUs and the time that the reservation has.

export interface Amounts {
  paid: bigint;
  clouds: Record<string, { compared: bigint; reference: bigint }>;
}

interface Part extends Amounts {
  consumer: string | null;
  gpu: string;
  provider: string;
  /** Of what was reserved: what the hours that ran would have cost here by the hour. */
  byTheHour: bigint;
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
      byTheHour: 0n,
    };
    for (const stretch of stretches) {
      const from = Number(stretch["from"]);
      const until = Math.min((stretch["until"] as number | null) ?? end, end);
      const cost = hours(BigInt(String(stretch["price"])), from, until);
      part.paid += cost;
      if (stretch["what"] !== "everything") continue;
      for (const cloud of CLOUDS) {
        const price = priceAt(prices, cloud, hold, from, until);
        const at = part.clouds[cloud];
        if (price === null || !at) continue;
        at.compared += cost;
        at.reference += hours(price * BigInt(Number(hold["gpu_count"])), from, until);
      }
    }
    if (!upTo && part.paid !== BigInt(String(hold["captured"])))
      throw new Error(
        `the ledger has ${String(hold["captured"])} of ${String(hold["id"])}, not ${part.paid}`,
      );
    parts.push(part);
  }
  parts.push(...(await reserved(world, accountId, prices, upTo)));
  return {
    all: sumOf(parts),
    byTheHour: parts.reduce((sum, part) => sum + part.byTheHour, 0n),
    by(name: (part: Part) => string): Record<string, Amounts> {
      return Object.fromEntries(
        [...new Set(parts.map(name))].map((one) => [one, sumOf(parts.filter((part) => name(part) === one))]),
      );
    },
  };
}

type Row = Record<string, unknown>;

/** Null where that cloud has none of it. */
function priceAt(
  prices: readonly Row[],
  cloud: string,
  machine: Row,
  from: number,
  until: number,
): bigint | null {
  const [price, ...others] = prices.filter(
    (row) =>
      row["cloud"] === cloud &&
      row["gpu_model"] === machine["gpu_model"] &&
      row["gpu_socket"] === machine["gpu_socket"] &&
      Math.abs(Number(row["vram_gb"]) - Number(machine["vram_gb"])) < 5 &&
      Number(row["from"]) <= from &&
      (row["until"] === null || Number(row["until"]) >= until),
  );
  if (others.length > 0) throw new Error("this reads one price at a time");
  return price ? BigInt(String(price["price"])) : null;
}

/** Of reservations that began: each machine has GPUs of it in the order in which they came, and the last what none has. */
async function reserved(
  world: World,
  accountId: string,
  prices: readonly Row[],
  upTo: Date = world.clock.now(),
): Promise<Part[]> {
  const { sql } = world.database;
  const ms = (instant: string) => sql.unsafe(`(extract(epoch from ${instant}) * 1000)::float8`);
  const booked = await sql`
    select r.id, r.consumer, r.on_demand_per_gpu_hour::text as by_the_hour,
      sum(case t.kind when 'capture' then t.amount else -t.amount end)::text as net
    from reservations r join credit_transactions t on t.hold_id = r.hold_id and t.kind in ('capture', 'refund')
    where r.account_id = ${accountId} and r.ready_at is not null group by r.id`;
  const found: Part[] = [];
  for (const reservation of booked) {
    const id = String(reservation["id"]);
    const windows = await sql`select gpus, ${ms("starts_at")} as from, ${ms("ends_at")} as until
      from reservation_parts where reservation_id = ${id} order by starts_at`;
    const machines = await sql`select s.id, m.provider_id, m.gpu_model, m.vram_gb, m.gpu_count, o.gpu_socket,
        min(${ms("st.began_at")}) as came,
        array_agg(${ms("st.began_at")} order by st.began_at) as begins,
        array_agg(${ms("coalesce(st.ended_at, s.ended_at, 'infinity')")} order by st.began_at) as ends
      from reservation_sessions g join sessions s on s.id = g.session_id join session_stretches st on st.session_id = s.id
        join machines m on m.id = st.machine_id join offers o on o.id = m.offer_id
      where g.reservation_id = ${id} and st.what = 'everything' group by 1, 2, 3, 4, 5, 6 order by came, s.id`;
    const parts = machines.map((machine) => ({
      paid: 0n,
      clouds: Object.fromEntries(CLOUDS.map((cloud) => [cloud, { compared: 0n, reference: 0n }])),
      consumer: reservation["consumer"] as string | null,
      gpu: [machine["gpu_model"], machine["gpu_socket"]].filter(Boolean).join(" "),
      provider: String(machine["provider_id"]),
      byTheHour: 0n,
    }));
    const net = BigInt(String(reservation["net"]));
    const whole = windows.reduce(
      (sum, { gpus, from, until }) => sum + BigInt(Number(gpus)) * BigInt(Number(until) - Number(from)),
      0n,
    );
    let place = 0n;
    const edges = machines.flatMap((one) => [
      ...(one["begins"] as number[]),
      ...(one["ends"] as number[]).filter((end) => Number.isFinite(end)),
    ]);
    for (const window of windows) {
      const [open, shut] = [Number(window["from"]), Number(window["until"])];
      const cuts = [...new Set([open, shut, ...edges.filter((edge) => open < edge && edge < shut)])];
      cuts.sort((a, b) => a - b);
      for (let n = 1; n < cuts.length; n++) {
        const [from = 0, until = 0] = [cuts[n - 1], cuts[n]];
        let left = Number(window["gpus"]);
        const taken: [nth: number, gpus: number, ran: boolean][] = [];
        for (const [nth, machine] of machines.entries()) {
          const ends = machine["ends"] as number[];
          const runs = (machine["begins"] as number[]).some(
            (begin, turn) => begin <= from && until <= (ends[turn] ?? 0),
          );
          const gpus = runs ? Math.min(left, Number(machine["gpu_count"])) : 0;
          if (gpus > 0) taken.push([nth, gpus, true]);
          left -= gpus;
        }
        const came = machines.filter((machine) => Number(machine["came"]) <= from).length;
        if (left > 0) taken.push([Math.max(0, came - 1), left, false]);
        for (const [nth, gpus, ran] of taken) {
          const end = Math.max(from, Math.min(until, upTo.getTime()));
          const on = place + BigInt(gpus) * BigInt(end - from);
          const cost = portion(net * on, whole) - portion(net * place, whole);
          place += BigInt(gpus) * BigInt(until - from);
          const [part, machine] = [parts[nth], machines[nth]];
          if (!part || !machine) throw new Error("a reservation that began has a machine");
          part.paid += cost;
          if (ran)
            part.byTheHour += hours(BigInt(String(reservation["by_the_hour"])) * BigInt(gpus), from, end);
          for (const cloud of CLOUDS) {
            const price = priceAt(prices, cloud, machine, from, end);
            const at = part.clouds[cloud];
            if (price === null || !at) continue;
            at.compared += cost;
            if (ran) at.reference += hours(price * BigInt(gpus), from, end);
          }
        }
      }
    }
    found.push(...parts);
  }
  return found;
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
  return portion(price * BigInt(Math.round(until - from)), HOUR);
}

function portion(product: bigint, of: bigint): bigint {
  const below = product / of;
  const twice = (product % of) * 2n;
  return twice > of || (twice === of && below % 2n === 1n) ? below + 1n : below;
}
