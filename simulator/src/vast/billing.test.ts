import { describe, expect, test } from "vitest";
import { renting, UNTIL_RUNNING } from "../testing/renting.ts";
import { sure } from "../testing/sure.ts";

describe("the bill", () => {
  test("has the GPU from running to stopped, the disk from created to gone, and the image once", async () => {
    const simulator = await renting();
    const offer = await simulator.offer({ num_gpus: { eq: 1 }, inet_down_cost: { gt: 0 } });
    const id = await simulator.rent({ disk: 100 }, offer);
    simulator.pass(UNTIL_RUNNING + 7_200);
    await simulator.manage(id, { state: "stopped" });
    simulator.pass(3_600);
    await simulator.manage(id, { state: "running" });
    simulator.pass(3_600);
    await simulator.destroy(id);
    simulator.pass(3_600);

    const { bill, segments, gpuMicrosPerHour, diskMicrosPerHour } = await simulator.truthOf(id);
    const running = segments.filter(({ gpuRate }) => gpuRate > 0);
    const milliseconds = (parts: typeof segments) =>
      parts.reduce((sum, { from, to }) => sum + sure(to) - from, 0);
    expect(running).toHaveLength(2);
    expect(Number(bill.gpuMicros)).toBe(Math.floor((milliseconds(running) * gpuMicrosPerHour) / 3_600_000));
    expect(Number(bill.diskMicros)).toBe(
      Math.floor((milliseconds(segments) * diskMicrosPerHour) / 3_600_000),
    );
    expect(Number(bill.downMicros)).toBeGreaterThan(0);
    expect(gpuMicrosPerHour).toBe(Math.round(offer.dph_base * 1e6));
    expect(diskMicrosPerHour).toBe(Math.floor((offer.storage_cost * 1e6 * 100) / 720));
  });

  test("is what the credit has lost, to the micro-dollar, and stands still once all is gone", async () => {
    const simulator = await renting();
    const ids = [
      await simulator.rent(),
      await simulator.rent({ disk: 50 }),
      await simulator.rent({ image: "nvidia/cuda" }),
    ];
    for (let minutes = 0; minutes < 50; minutes++) simulator.pass(61);
    for (const id of ids) await simulator.destroy(id);
    simulator.pass(60);
    const { accounts, contracts } = await simulator.truth();
    const billed = contracts.reduce((sum, { bill }) => sum + BigInt(bill.totalMicros), 0n);
    expect(contracts).toHaveLength(3);
    expect(BigInt(accounts.vast.paidInMicros) - BigInt(accounts.vast.creditMicros)).toBe(billed);
    simulator.pass(86_400);
    expect((await simulator.truth()).accounts).toEqual(accounts);
  });

  test("is the same however often anyone looked", async () => {
    const cost = async (looks: number) => {
      const simulator = await renting();
      const id = await simulator.rent();
      for (let look = 0; look < looks; look++) {
        simulator.pass(7_200 / looks);
        await simulator.instance(id);
      }
      return (await simulator.truthOf(id)).bill;
    };
    expect(await cost(1)).toEqual(await cost(60));
  });
});

describe("without credit", () => {
  test("nothing is rented, whatever is there is stopped, and the disk costs on below zero", async () => {
    const simulator = await renting({ creditDollars: 0.05 });
    const id = await simulator.rent();
    simulator.pass(86_400);
    expect(await simulator.instance(id)).toMatchObject({
      actual_status: "stopped",
      intended_status: "stopped",
    });
    const stoppedAt = Number((await simulator.truth()).accounts.vast.creditMicros);
    expect(stoppedAt).toBeLessThanOrEqual(0);
    const reply = await simulator.create((await simulator.offer()).id);
    expect([reply.status, reply.as()]).toMatchObject([400, { error: "insufficient_credit" }]);
    expect((await simulator.manage(id, { state: "running" })).as()).toMatchObject({
      error: "insufficient_credit",
    });

    simulator.pass(3_600);
    expect(Number((await simulator.truth()).accounts.vast.creditMicros)).toBeLessThan(stoppedAt);
    const user = (await simulator.get("/api/v0/users/current/")).as<{ credit: number }>();
    expect(user.credit).toBeLessThan(0);
  });

  test("the GPU runs until the credit is spent, to a few micro-dollars", async () => {
    const simulator = await renting({ creditDollars: 0.25 });
    const id = await simulator.rent();
    simulator.pass(86_400);
    const { bill, segments, diskMicrosPerHour } = await simulator.truthOf(id);
    const stoppedAt = sure(segments.findLast(({ gpuRate }) => gpuRate > 0)?.to);
    const diskUntilThen = ((stoppedAt - sure(segments[0]).from) * diskMicrosPerHour) / 3_600_000;
    const spent = Number(bill.gpuMicros) + Number(bill.downMicros) + diskUntilThen;
    expect(Math.abs(spent - 250_000)).toBeLessThan(5);
  });

  test("what is left is deleted after two days, unless somebody pays", async () => {
    const broke = await renting({ creditDollars: 0.05 });
    const lost = await broke.rent();
    broke.pass(4 * 86_400);
    expect(await broke.instance(lost)).toBeNull();

    const rescued = await renting({ creditDollars: 0.05 });
    const kept = await rescued.rent();
    rescued.pass(86_400);
    await rescued.send("POST", "/control/account", { payDollars: 50 });
    rescued.pass(3 * 86_400);
    expect(await rescued.instance(kept)).toMatchObject({ actual_status: "stopped" });
    expect((await rescued.manage(kept, { state: "running" })).as()).toMatchObject({ success: true });
  });
});

test("charges tell what each contract cost in a stretch of days, in pages", async () => {
  const simulator = await renting();
  const start = Math.floor((await simulator.truth()).now / 1_000);
  const ids = [await simulator.rent({ label: "train" }), await simulator.rent()];
  simulator.pass(10 * 3_600);
  await simulator.destroy(sure(ids[0]));
  simulator.pass(60);
  interface Charges {
    count: number;
    total: number;
    next_token: string | null;
    results: {
      source: string;
      amount: number;
      metadata: { label: string | null };
      items: { type: string; amount: number }[];
    }[];
  }
  const charges = async (query: string) => (await simulator.get(`/api/v0/charges/?${query}`)).as<Charges>();
  const all = encodeURIComponent(JSON.stringify({ day: { gte: start, lte: start + 86_400 } }));
  const { results, total } = await charges(`select_filters=${all}`);
  expect(total).toBe(2);
  for (const id of ids) {
    const row = sure(results.find(({ source }) => source === `instance-${id}`));
    expect(row.amount).toBeCloseTo(Number((await simulator.truthOf(id)).bill.totalMicros) / 1e6, 2);
    expect(row.items.map(({ type }) => type)).toContain("gpu");
  }

  const first = await charges(`select_filters=${all}&limit=1`);
  expect(first).toMatchObject({ count: 1, total: 2 });
  const second = await charges(`select_filters=${all}&limit=1&after_token=${sure(first.next_token)}`);
  expect(second.next_token).toBeNull();
  expect(second.results[0]?.source).not.toBe(first.results[0]?.source);

  const before = encodeURIComponent(JSON.stringify({ day: { gte: start - 86_400, lte: start } }));
  expect(await charges(`select_filters=${before}`)).toMatchObject({ total: 0, results: [] });
  expect((await simulator.get("/api/v0/charges/")).status).toBe(400);
});
