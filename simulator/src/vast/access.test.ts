import { describe, expect, test } from "vitest";
import { running } from "../testing/running.ts";

describe("keys", () => {
  test("come in the header or in the query", async () => {
    const { url } = await running({ machines: 20 });
    const byHeader = await fetch(`${url}/api/v0/users/current/`, {
      headers: { authorization: "Bearer simulated-vast-key" },
    });
    const byQuery = await fetch(`${url}/api/v0/users/current?owner=me&api_key=simulated-vast-key`);
    expect([byHeader.status, byQuery.status]).toEqual([200, 200]);
  });

  test("that are wrong or missing are refused; search alone needs none, but refuses a wrong one", async () => {
    const { url } = await running({ machines: 20 });
    const wrong = await fetch(`${url}/api/v0/users/current/?api_key=guess`);
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toEqual({ success: false, error: "auth_error", msg: "Invalid user key" });
    expect((await fetch(`${url}/api/v0/users/current/`)).status).toBe(401);
    expect((await fetch(`${url}/api/v0/bundles/`)).status).toBe(200);
    expect((await fetch(`${url}/api/v0/bundles/?api_key=guess`)).status).toBe(401);
  });
});

describe("distance between calls", () => {
  test("the eleventh search within a minute is refused with a text body and no Retry-After", async () => {
    const simulator = await running({ machines: 20, limited: true });
    for (let search = 0; search < 10; search++) {
      expect((await simulator.send("POST", "/api/v0/bundles/", {})).status).toBe(200);
    }
    const response = await fetch(`${simulator.url}/api/v0/bundles/`, {
      method: "POST",
      body: "{}",
      headers: { authorization: "Bearer simulated-vast-key" },
    });
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBeNull();
    expect(await response.text()).toContain("API requests too frequent");
    simulator.pass(60);
    expect((await simulator.send("POST", "/api/v0/bundles/", {})).status).toBe(200);
  });

  test("is counted for each caller and endpoint apart", async () => {
    const simulator = await running({ machines: 20, limited: true });
    const metrics = "/api/v0/metrics/gpu/current/";
    expect((await simulator.get(metrics)).status).toBe(200);
    expect((await simulator.get(metrics)).status).toBe(429);
    expect((await simulator.get("/api/v0/users/current/")).status).toBe(200);
    expect((await simulator.get(`${metrics}?api_key=simulated-vast-key`)).status).toBe(200);
    simulator.pass(3);
    expect((await simulator.get(metrics)).status).toBe(200);
  });
});

test("an unknown path is a 404 in the provider's shape", async () => {
  const simulator = await running({ machines: 20 });
  const reply = await simulator.get("/api/v0/nothing/here/");
  expect(reply.status).toBe(404);
  expect(reply.as()).toMatchObject({ success: false });
});
