import { describe, expect, test } from "vitest";
import { launching } from "../testing/launching.ts";

describe("the key", () => {
  test.each([
    ["none", {}, "Missing API key"],
    ["a wrong one", { "x-api-key": "wrong" }, "Invalid API key"],
    ["another provider's", { "x-api-key": "simulated-vast-key" }, "Invalid API key"],
  ])("%s is refused, also where Vast.ai would answer", async (_name, headers, message) => {
    const simulator = await launching();
    const response = await fetch(`${simulator.url}/bluelobster/api/v1/instances`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ detail: { error: "unauthorized", message } });
  });

  test("opens nothing of Vast.ai's", async () => {
    const simulator = await launching();
    const reply = await simulator.send("GET", "/api/v1/instances", undefined, {
      authorization: "",
      "x-api-key": "simulated-bluelobster-key",
    });
    expect(reply.status).toBe(401);
  });
});

test("two a second and three at once are let through, and no more", async () => {
  const simulator = await launching({ limited: true });
  const statuses = async (count: number) =>
    Promise.all(
      Array.from({ length: count }, async () => (await simulator.call("GET", "/instances")).status),
    );
  expect(await statuses(4)).toEqual([200, 200, 200, 429]);
  simulator.pass(1);
  expect(await statuses(3)).toEqual([200, 200, 429]);
});

test("a path that nobody knows is not found", async () => {
  const simulator = await launching();
  expect((await simulator.call("GET", "/backups")).status).toBe(404);
  expect((await simulator.call("GET", "/instances/not-an-id")).as()).toMatchObject({
    detail: { error: "instance_not_found" },
  });
});

describe("what breaks on the wire is said in its own words", () => {
  test.each([
    ["too-many-requests", 429, { detail: { error: "rate_limited" } }],
    ["unauthorised", 401, { detail: { error: "unauthorized" } }],
    ["ok-with-error", 200, { error: "internal_error", errors: [] }],
  ])("%s", async (mood, status, body) => {
    const simulator = await launching();
    await simulator.mood(mood);
    const reply = await simulator.call("GET", "/instances");
    expect([reply.status, reply.as()]).toMatchObject([status, body]);
    expect((await simulator.call("GET", "/instances")).status).toBe(200);
  });

  test("and in nobody else's", async () => {
    const simulator = await launching();
    await simulator.mood("server-error");
    expect((await simulator.get("/api/v0/users/current/")).status).toBe(200);
    expect((await simulator.call("GET", "/instances")).status).toBe(502);
  });
});
