import { describe, expect, test } from "vitest";
import { running, type Row } from "../testing/running.ts";

const search = "/api/v0/bundles/";

describe("a mood strikes", () => {
  test("so many calls by script, then no more", async () => {
    const simulator = await running({ machines: 20 });
    await simulator.send("PUT", "/control/moods/server-error", { next: 2, status: 503 });
    const statuses = [];
    for (let call = 0; call < 3; call++) statuses.push((await simulator.get(search)).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  test("with a probability, the same calls for the same seed", async () => {
    const story = async () => {
      const simulator = await running({ machines: 20 });
      await simulator.send("PUT", "/control/moods/server-error", { probability: 0.5 });
      const statuses = [];
      for (let call = 0; call < 40; call++) statuses.push((await simulator.get(search)).status);
      return statuses;
    };
    const statuses = await story();
    expect(new Set(statuses)).toEqual(new Set([200, 502]));
    expect(await story()).toEqual(statuses);
  });

  test("only the endpoints it is meant for", async () => {
    const simulator = await running({ machines: 20 });
    await simulator.send("PUT", "/control/moods/server-error", { probability: 1, on: ["user"] });
    expect((await simulator.get(search)).status).toBe(200);
    expect((await simulator.get("/api/v0/users/current/")).status).toBe(502);
  });
});

describe("on the wire", () => {
  const struck = async (mood: string, setting: Record<string, unknown> = {}) => {
    const simulator = await running();
    await simulator.send("PUT", `/control/moods/${mood}`, { next: 1, ...setting });
    return simulator;
  };

  test("too-many-requests, in each of its bodies", async () => {
    const text = await (await struck("too-many-requests")).get("/api/v0/users/current/");
    expect([text.status, text.text]).toEqual([429, "API requests too frequent endpoint threshold=0.0*1.0"]);
    const json = await (await struck("too-many-requests", { style: "json" })).get(search);
    expect(json.as()).toHaveProperty("detail");
    const success = await (await struck("too-many-requests", { style: "success" })).get(search);
    expect(success.as()).toMatchObject({ success: false });
  });

  test("html-body", async () => {
    const reply = await (await struck("html-body")).get(search);
    expect([reply.status, reply.text.startsWith("<!DOCTYPE html>")]).toEqual([200, true]);
  });

  test("truncated-json", async () => {
    const reply = await (await struck("truncated-json")).get(search);
    expect(reply.status).toBe(200);
    expect(reply.text.startsWith('{"offers":[')).toBe(true);
    expect(() => reply.as()).toThrow(SyntaxError);
  });

  test("ok-with-error", async () => {
    const reply = await (await struck("ok-with-error")).get(search);
    expect([reply.status, reply.as()]).toMatchObject([200, { success: false }]);
  });

  test("empty-list", async () => {
    const simulator = await struck("empty-list");
    expect(await simulator.offers()).toEqual([]);
    expect((await simulator.offers()).length).toBeGreaterThan(0);
  });

  test("huge-garbage", async () => {
    const reply = await (await struck("huge-garbage")).get(search);
    expect(Buffer.byteLength(reply.text)).toBe(10_000_000);
    expect(() => reply.as()).toThrow(SyntaxError);
  });

  test("unauthorised", async () => {
    const simulator = await struck("unauthorised");
    expect((await simulator.get(search)).status).toBe(401);
    expect((await simulator.get(search)).status).toBe(200);
  });

  test("bad-key-as-404", async () => {
    const simulator = await struck("bad-key-as-404");
    expect((await simulator.get(`${search}?api_key=simulated-vast-key`)).status).toBe(200);
    expect((await fetch(`${simulator.url}${search}?api_key=guess`)).status).toBe(404);
  });

  test("slow-reply: the answer waits for the clock, the work does not", async () => {
    const simulator = await struck("slow-reply", { seconds: 30 });
    let answered = false;
    const reply = simulator.get(search).then(() => (answered = true));
    await simulator.untilSomeoneWaits();
    simulator.pass(29);
    await simulator.get("/control/state");
    expect(answered).toBe(false);
    simulator.pass(1);
    expect(await reply).toBe(true);
  });

  test("real-latency: a search takes between half a second and 1.3", async () => {
    const simulator = await struck("real-latency");
    let answered = false;
    const reply = simulator.get(search).then(() => (answered = true));
    await simulator.untilSomeoneWaits();
    simulator.pass(0.49);
    await simulator.get("/control/state");
    expect(answered).toBe(false);
    simulator.pass(0.9);
    expect(await reply).toBe(true);
  });

  test("hung-connection: no answer, until the client gives up", async () => {
    const simulator = await struck("hung-connection");
    await expect(fetch(simulator.url + search, { signal: AbortSignal.timeout(50) })).rejects.toThrow(
      /timeout/,
    );
  });

  test("cut-connection", async () => {
    const simulator = await struck("cut-connection");
    await expect(simulator.get(search)).rejects.toThrow("fetch failed");
  });

  test.each([
    ["negative", (price: unknown) => Number(price) < 0],
    ["absurd", (price: unknown) => Number(price) > 1e9],
    ["null", (price: unknown) => price === null],
    ["text", (price: unknown) => price === "NaN"],
  ])("senseless-prices: %s", async (kind, isSenseless) => {
    const simulator = await struck("senseless-prices", { kind });
    const prices = (await simulator.offers()).map((row) => row["dph_total"]);
    const senseless = prices.filter(isSenseless).length;
    expect(senseless).toBeGreaterThan(0);
    expect(senseless).toBeLessThan(prices.length);
  });

  test("senseless-prices: nan, which is not JSON", async () => {
    const reply = await (await struck("senseless-prices", { kind: "nan" })).get(search);
    expect(reply.text).toContain('"dph_total":NaN');
    expect(() => reply.as()).toThrow(SyntaxError);
  });

  test("ram-in-gb", async () => {
    const simulator = await struck("ram-in-gb");
    const once = (await simulator.get(search)).as<{ offers: Row[] }>().offers;
    expect(Math.max(...once.map((row) => row.gpu_ram))).toBeLessThan(200);
    expect(Math.min(...(await simulator.offers()).map((row) => row.gpu_ram))).toBeGreaterThan(8_000);
  });

  test("id-filter-unreliable", async () => {
    const simulator = await struck("id-filter-unreliable");
    const offer = await simulator.offer({ limit: 1 });
    expect(await simulator.offers({ id: { eq: offer.id } })).toEqual([]);
    expect(await simulator.offers({ machine_id: { eq: offer.machine_id } })).not.toEqual([]);
    expect(await simulator.offers({ id: { eq: offer.id } })).toHaveLength(1);
  });
});
