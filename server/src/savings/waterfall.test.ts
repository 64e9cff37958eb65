import { afterAll, beforeAll, expect, test } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { grant } from "../credits/index.ts";
import { createReservation } from "../reservations/create.ts";
import { deliverReservations } from "../reservations/deliver.ts";
import { handBackReservation, priceHandBack } from "../reservations/hand-back.ts";
import { priceReservation } from "../reservations/price.ts";
import { nextOnGrid } from "../reservations/rules/grid.ts";
import { findReservation, readSessionsOf } from "../reservations/store/reservations.ts";
import { readSessions, startSession, stopSession } from "../sessions/index.ts";
import { give, within } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPool } from "../testing/pools.ts";
import { type Amounts, recompute, sumOf } from "../testing/recompute.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { divideRounded, usd } from "../values/money.ts";
import { addUpSavings } from "./add-up.ts";
import { checkSavingsOf } from "./check-savings.ts";
import type { Figures } from "./compare.ts";
import { type Group, readSavings } from "./read-savings.ts";
import { toMetrics } from "./graphql/to-savings.ts";
import { readOpen } from "./read-books.ts";
import { readFacts, tickOf } from "./read-tick.ts";

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
    listed("2", { gpuRawName: "H100 SXM", vramGb: 79.6, pricePerHour: usd(2) }),
    listed("3", { gpuRawName: "H100 SXM", vramGb: 79.6, pricePerHour: usd(2) }),
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
  const { rate, timing, discount } = savings.waterfalls.clouds.aws;
  expect(rate + timing + discount).toBe(reference - compared);
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

test("what is reserved is counted at its share of what the ledger has, which moves until all of it is over", async () => {
  const pool = await addPool(world, {
    region: "Texas",
    pricePerGpuHour: 3_333_333n,
    buyCapPerGpuHour: usd(3),
    leadMinutes: 15,
  });
  const startsAt = nextOnGrid(new Date(world.clock.now().getTime() + 20 * MINUTE));
  const after = (minutes: number) => new Date(startsAt.getTime() + minutes * MINUTE);
  const wanted = { poolId: pool.id, gpus: 2, startsAt, endsAt: after(240), consumer: "training" };
  const { total } = await priceReservation(world.ctx(ada), wanted);
  const { id } = (await createReservation(world.ctx(ada), { wanted, expectedTotal: total }, "a booking"))
    .reply;
  const pass = async (until: Date) => {
    while (world.clock.now() < until) {
      const left = until.getTime() - world.clock.now().getTime();
      const stepMs = Math.min(left, left > 4 * MINUTE ? 2 * MINUTE : 20_000);
      await fleet.pass(stepMs, stepMs);
      await deliverReservations(world.ctx());
    }
  };
  const before = await recompute(world, ada.accountId);
  /** What is told, held against the ledger and the price rows; and what the reservation has cost so far. */
  const spent = async () => {
    const { clouds } = await waterfalls();
    const anew = await recompute(world, ada.accountId);
    const asked = { from: null, until: null, bucket: "day" } as const;
    const savings = await readSavings(world.ctx(ada), ada.accountId, asked);
    const amounts = ({ paid, clouds }: Figures): Amounts => ({ paid, clouds });
    const groups = (all: Group[]) => Object.fromEntries(all.map((one) => [one.name, amounts(one.figures)]));
    expect(amounts(savings.total)).toEqual(anew.all);
    expect(sumOf(savings.history.map(({ figures }) => amounts(figures)))).toEqual(anew.all);
    expect(groups(savings.byConsumer)).toEqual(anew.by(({ consumer }) => consumer ?? ""));
    expect(groups(savings.byGpu)).toEqual(anew.by(({ gpu }) => gpu));
    const now = world.clock.now();
    expect(tickOf(await readFacts(world.ctx(ada), ada.accountId, now), now).total).toEqual(savings.total);
    const paid = anew.all.paid - before.all.paid;
    expect(clouds.aws.discount).toBe(anew.byTheHour - paid);
    return { paid, rest: savings.waterfalls };
  };
  const booked = async () => {
    const found = await findReservation(world.ctx(), ada.accountId, id);
    if (!found) throw new Error("it is gone");
    return found;
  };
  const machines = async () => {
    const of = (await readSessionsOf(world.ctx(), [id])).map(({ sessionId }) => sessionId);
    return readSessions(world.ctx(), ada.accountId, of);
  };

  expect(await spent()).toMatchObject({ paid: 0n, rest: { handBack: 0n } });
  await pass(after(20));
  expect((await booked()).state).toBe("active");
  const early = await spent();
  // Of two machines, each of which is rounded for itself.
  const share = divideRounded(
    total * BigInt(world.clock.now().getTime() - startsAt.getTime()),
    BigInt(4 * HOUR),
  );
  expect([share - 1n, share, share + 1n]).toContain(early.paid);
  expect(early.rest.clouds.aws.discount).toBeGreaterThan(0n);
  const running = async () => toMetrics(await readOpen(world.ctx(ada), ada.accountId), world.clock.now());
  const { ratePerHour, figures } = await running();
  expect(await running()).toMatchObject({ machines: 2, figures: { paid: early.paid } });
  expect([total / 4n - 1n, total / 4n, total / 4n + 1n]).toContain(ratePerHour);
  expect(figures.clouds.find(({ cloud }) => cloud === "aws")?.saved).toBeGreaterThan(0n);

  // One is given up, and its hours are paid for all the same; then of the rest some are handed back.
  const [first, second] = await machines();
  await stopSession(world.ctx(ada), second?.id ?? "");
  await pass(after(50));
  expect(await running()).toMatchObject({ machines: 1 });
  expect((await spent()).rest.clouds.aws.discount).toBeLessThan(early.rest.clouds.aws.discount * 2n);
  const { back } = priceHandBack(await booked(), { from: after(90) }, world.clock.now());
  expect(back).toBeGreaterThan(0n);
  const cheap = await spent();
  await handBackReservation(world.ctx(ada), id, { from: after(90) }, back, "handed back");
  const dearer = await spent();
  expect(dearer.rest.handBack).toBe(back);
  // The hours that passed are discounted by less, and bear what the pool kept.
  expect(dearer.paid).toBeGreaterThan(cheap.paid);
  await within(world, (ctx) =>
    grant(ctx, {
      accountId: ada.accountId,
      origin: "sla",
      amount: usd(3),
      reason: "late",
      reference: "late",
    }),
  );
  expect((await spent()).paid - dearer.paid).toBeLessThan(1_000n);

  // While its machine is there it may still turn out otherwise, and nothing is added up.
  await addUpSavings(world.ctx(), new AbortController().signal);
  expect(await checkSavingsOf(world.ctx(), ada.accountId)).toEqual([]);
  const saved = async () => {
    const [row] = await world.database.sql<{ is: boolean }[]>`
      select saved_in > 0 as is from reservations where id = ${id}`;
    return row?.is;
  };
  expect(await saved()).toBe(false);
  await pass(after(91));
  await fleet.until("stopped", first?.id ?? "");
  expect((await booked()).state).toBe("finished");
  const over = await spent();
  expect(over.paid).toBe(total - back);
  // Whole, cut within its hours and cut around them, before it is added up and after.
  const cut = (from: number | null, until: number | null) => {
    const asked = { from: from === null ? null : after(from), until: until === null ? null : after(until) };
    return readSavings(world.ctx(ada), ada.accountId, { ...asked, bucket: "day" });
  };
  const cuts = () => Promise.all([cut(null, 60), cut(7, 33), cut(33, 100), cut(80, null), cut(-90, -5)]);
  const asRead = await cuts();
  await addUpSavings(world.ctx(), new AbortController().signal);
  expect(await saved()).toBe(true);
  expect(await cuts()).toEqual(asRead);
  expect(await spent()).toEqual(over);
  expect(await checkSavingsOf(world.ctx(), ada.accountId)).toEqual([]);
});
