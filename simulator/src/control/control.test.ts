import { describe, expect, test } from "vitest";
import { running, START } from "../testing/running.ts";

interface Told {
  machine: number;
  priceMicros: number;
  asks: { id: number; gpus: number; rentable: boolean }[];
}

test("the clock goes on by as much as it is told", async () => {
  const simulator = await running({ machines: 20 });
  const reply = await simulator.send("POST", "/control/clock", { advanceSeconds: 90 });
  expect(reply.as()).toEqual({ now: START + 90_000 });
});

test("it goes on until an hour that it is told, and never back", async () => {
  const simulator = await running({ machines: 20 });
  const goTo = (ms: number) =>
    simulator.send("POST", "/control/clock", { until: new Date(START + ms).toISOString() });
  expect((await goTo(3_600_000)).as()).toEqual({ now: START + 3_600_000 });
  expect((await goTo(60_000)).as()).toEqual({ now: START + 3_600_000 });
  expect((await goTo(367 * 24 * 3_600_000)).status).toBe(400);
});

describe("one offer can be changed now", () => {
  test("its price, which hosts then leave alone", async () => {
    const simulator = await running();
    const offer = await simulator.offer({ limit: 1, num_gpus: { eq: 1 } });
    await simulator.send("POST", "/control/market", { ask: offer.id, pricePerGpuHour: 1.25 });
    simulator.pass(3);
    const after = await simulator.offer({ id: { eq: offer.id } });
    expect(after.dph_base).toBe(1.25);
    expect(after.machine_id).toBe(offer.machine_id);
    expect(
      (await simulator.offers({ dph_base: { eq: 1.25 }, num_gpus: { eq: 1 } })).map((row) => row.id),
    ).toEqual([offer.id]);
  });

  test("by a percentage", async () => {
    const simulator = await running({ marketSpeed: 0 });
    const offer = await simulator.offer({ limit: 1, gpu_name: { eq: "H100 SXM" } });
    await simulator.send("POST", "/control/market", { ask: offer.id, changePercent: -10 });
    const after = await simulator.offer({ id: { eq: offer.id } });
    expect(after.dph_base / offer.dph_base).toBeCloseTo(0.9, 2);
  });

  test("rented by someone else, and given back under a new id", async () => {
    const simulator = await running({ marketSpeed: 0 });
    const offer = await simulator.offer({ limit: 1, num_gpus: { eq: 1 }, gpu_frac: { eq: 1 } });
    await simulator.send("POST", "/control/market", { ask: offer.id, action: "rent" });
    expect(await simulator.offers({ machine_id: { eq: offer.machine_id } })).toEqual([]);
    await simulator.send("POST", "/control/market", { machine: offer.machine_id, action: "return" });
    const again = await simulator.offer({ machine_id: { eq: offer.machine_id } });
    expect(again.id).not.toBe(offer.id);
  });

  test("relisted, withdrawn, listed, off line and on line", async () => {
    const simulator = await running({ marketSpeed: 0 });
    const offer = await simulator.offer({ limit: 1 });
    const machine = offer.machine_id;
    const seen = async () => (await simulator.offers({ machine_id: { eq: machine } })).length;
    const act = (action: string) => simulator.send("POST", "/control/market", { machine, action });
    const told = (await act("relist")).as<Told>();
    expect(told.asks.map(({ id }) => id)).not.toContain(offer.id);
    const usual = await seen();
    await act("withdraw");
    expect(await seen()).toBe(0);
    await act("list");
    expect(await seen()).toBe(usual);
    await act("offline");
    expect(await seen()).toBe(0);
    await act("online");
    expect(await seen()).toBe(usual);
  });
});

describe("what makes no sense is refused with a sentence", () => {
  test.each([
    ["POST", "/control/market", { ask: 1, pricePerGpuHour: 1 }, "no ask 1"],
    ["POST", "/control/market", { pricePerGpuHour: 1 }, "name an ask or a machine"],
    ["POST", "/control/market", { machine: 1, action: "explode" }, "action"],
    ["POST", "/control/clock", { advanceSeconds: -1 }, "advanceSeconds"],
    ["PUT", "/control/moods/grumpy", { next: 1 }, "grumpy"],
    ["PUT", "/control/moods/stale-ask", { next: 1, colour: "red" }, "colour"],
    ["PUT", "/control/moods/stale-ask", { probability: 2 }, "probability"],
    ["PUT", "/control/moods/server-error", { next: 1, on: ["serach"] }, "on.0"],
    ["POST", "/control/contracts/5", { action: "exit" }, "no contract 5"],
    ["POST", "/control/clock", "{", "not JSON"],
  ])("%s %s %j", async (method, path, body, words) => {
    const simulator = await running({ machines: 20 });
    const reply = await simulator.send(method, path, body);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(words);
  });
});

test("a web page cannot reach the controls", async () => {
  const simulator = await running({ machines: 20 });
  const reply = await simulator.send("GET", "/control/state", undefined, { origin: "http://evil.example" });
  expect(reply.status).toBe(403);
});

test("the state tells the moods in force", async () => {
  const simulator = await running({ machines: 20 });
  await simulator.send("PUT", "/control/moods/stale-ask", { next: 3, status: 404 });
  const { moods } = (await simulator.get("/control/state")).as<{ moods: Record<string, unknown> }>();
  expect(moods).toMatchObject({ "stale-ask": { next: 3, with: { status: 404 }, line: "V1" } });
  await simulator.send("DELETE", "/control/moods");
  expect((await simulator.get("/control/state")).as()["moods"]).toEqual({});
});
