import { afterAll, beforeAll, expect, test } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { createReservation } from "../reservations/create.ts";
import { deliverReservations } from "../reservations/deliver.ts";
import { handBackReservation, priceHandBack } from "../reservations/hand-back.ts";
import { priceReservation } from "../reservations/price.ts";
import { nextOnGrid } from "../reservations/rules/grid.ts";
import { findReservation } from "../reservations/store/reservations.ts";
import { startSession } from "../sessions/index.ts";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPool } from "../testing/pools.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { readSavings } from "./read-savings.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let world: World;
let fleet: Fleet;
let ada: Person;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  ada = await addPerson(world, "Ada");
  await changePlan(world.ctx(), ada.accountId, "team");
  await give(world, ada.accountId, usd(500));
  await list(world, [
    listed("1", { gpuRawName: "H100 SXM", vramGb: 79.6, pricePerHour: usd(2) }),
    listed("2", { gpuCount: 2, pricePerHour: usd(2) }),
  ]);
  fleet = new Fleet(world);
});
afterAll(() => world?.close());

const offerOf = async (externalId: string) =>
  String((await world.database.sql`select id from offers where external_id = ${externalId}`)[0]?.["id"]);
const waterfalls = async () => {
  // What is told of is what was before the instant at which it is asked.
  await world.clock.advance(1);
  const savings = await readSavings(world.ctx(ada), ada.accountId, {
    from: null,
    until: null,
    bucket: "day",
  });
  const { reference, compared } = savings.total.clouds.aws;
  const { rate, timing } = savings.waterfalls.clouds.aws;
  expect(rate + timing).toBe(reference - compared);
  return savings.waterfalls;
};

test("what a machine would have gone on to cost that was ended because it was idle, was not spent", async () => {
  const { session } = await startSession(world.ctx(ada), {
    offerId: await offerOf("1"),
    hours: 4,
    idleMinutes: 10,
  });
  await fleet.until("running", session.id);
  await fleet.pass(5 * MINUTE);
  expect((await waterfalls()).idleStop).toBe(0n);
  fleet.idleSeconds = 601;
  const over = await fleet.until("stopped", session.id);
  fleet.idleSeconds = 0;
  const left = BigInt((over.endsAt?.getTime() ?? 0) - (over.endedAt?.getTime() ?? 0));
  expect(left).toBeGreaterThan(BigInt(3 * HOUR));
  const [row] = await world.database.sql`select price_per_hour::text as price from session_stretches`;
  const price = BigInt(String(row?.["price"]));
  expect((await waterfalls()).idleStop).toBe((left * price + 1_800_000n) / 3_600_000n);
});

test("a standing order that began when it was cheaper is told what waiting gave, and the rest is the rate", async () => {
  const before = await waterfalls();
  expect(before.clouds.aws.timing).toBe(0n);
  const { sql } = world.database;
  const [ran] = await sql`select session_id as id, price_per_hour::text as price,
    (extract(epoch from ended_at - began_at) * 1000)::int as ms from session_stretches`;
  await sql`insert into flexible_jobs (id, account_id, created_by, created_at, gpu_model, gpu_count, hours, deadline,
      freeze_at, budget, cap_per_hour, image, disk_gb, state, because, session_id, started_at)
    values ('job_1', ${ada.accountId}, ${ada.userId}, now(), 'H100', 1, 4, now() + interval '9 hours', now() + interval '5 hours',
      20000000, 5000000, 'an image', 10, 'started', 'cheap enough', ${String(ran?.["id"])}, now())`;
  await sql`insert into flexible_job_looks (job_id, hour, price_per_hour, decision, because) values
    ('job_1', '2026-11-20T08:00:00Z', null, 'wait', 'nothing is listed'),
    ('job_1', '2026-11-20T09:00:00Z', 3000000, 'wait', 'cheaper soon'),
    ('job_1', '2026-11-20T10:00:00Z', 2000000, 'start', 'cheap enough')`;
  const { timing } = (await waterfalls()).clouds.aws;
  const [price, ms] = [BigInt(String(ran?.["price"])), BigInt(Number(ran?.["ms"]))];
  const cost = (perHour: bigint) => (perHour * ms + 1_800_000n) / 3_600_000n;
  expect(timing).toBeGreaterThan(0n);
  expect(timing).toBe(cost(3_000_000n) - cost(price));
});

test("what is reserved costs less than by the hour, and what is handed back comes back", async () => {
  const pool = await addPool(world, {
    gpuModel: "RTX 4090",
    region: "Texas",
    buyCapPerGpuHour: usd(2),
    leadMinutes: 15,
  });
  const startsAt = nextOnGrid(new Date(world.clock.now().getTime() + HOUR));
  const endsAt = new Date(startsAt.getTime() + 4 * HOUR);
  const wanted = { poolId: pool.id, gpus: 2, startsAt, endsAt };
  const price = await priceReservation(world.ctx(ada), wanted);
  const asked = { wanted, expectedTotal: price.total };
  const { id } = (await createReservation(world.ctx(ada), asked, "a booking")).reply;
  expect(await waterfalls()).toMatchObject({ reservationDiscount: 0n, handBack: 0n });
  while (world.clock.now().getTime() < startsAt.getTime() + 2 * MINUTE) {
    await fleet.pass(MINUTE, 20_000);
    await deliverReservations(world.ctx());
  }
  const booked = async () => {
    const found = await findReservation(world.ctx(), ada.accountId, id);
    if (!found) throw new Error("it is gone");
    return found;
  };
  expect((await booked()).state).toBe("active");
  const discount = price.onDemandTotal - price.total;
  expect(discount).toBeGreaterThan(0n);
  expect(await waterfalls()).toMatchObject({ reservationDiscount: discount, handBack: 0n });

  const part = { from: new Date(startsAt.getTime() + 2 * HOUR) };
  const { back } = priceHandBack(await booked(), part, world.clock.now());
  await handBackReservation(world.ctx(ada), id, part, back, "handed back");
  expect(back).toBeGreaterThan(0n);
  expect((await waterfalls()).handBack).toBe(back);
  await fleet.pass(MINUTE);
});
