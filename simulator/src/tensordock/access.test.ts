import { describe, expect, test } from "vitest";
import { docking } from "../testing/docking.ts";
import { sure } from "../testing/sure.ts";

describe("tokens", () => {
  test("come in the header, or beside a key in the query", async () => {
    const { url } = await docking();
    const byHeader = await fetch(`${url}/api/v2/locations`, {
      headers: { authorization: "Bearer simulated-tensordock-key" },
    });
    const byQuery = await fetch(`${url}/api/v2/locations?api_key=id&api_token=simulated-tensordock-key`);
    expect([byHeader.status, byQuery.status]).toEqual([200, 200]);
  });

  test.each(["", "?api_key=id&api_token=guess", "?api_token=simulated-tensordock-key"])(
    "that are wrong or missing are refused: %j",
    async (query) => {
      const { url } = await docking();
      const reply = await fetch(`${url}/api/v2/instances${query}`);
      expect(reply.status).toBe(401);
      expect(await reply.json()).toMatchObject({ errors: [{ status: 401, title: "Unauthorized" }] });
    },
  );

  test("of another provider are wrong", async () => {
    const simulator = await docking();
    const reply = await simulator.call("GET", "/locations", undefined, {
      authorization: "Bearer simulated-vast-key",
    });
    expect(reply.status).toBe(401);
  });

  test("T6 unauthorised: a burst in a good session", async () => {
    const simulator = await docking();
    await simulator.mood("unauthorised", { next: 8 });
    const statuses = [];
    for (let call = 0; call < 9; call++) statuses.push((await simulator.call("GET", "/locations")).status);
    expect(statuses).toEqual([...Array.from({ length: 8 }, () => 401), 200]);
  });
});

describe("a hundred requests a minute", () => {
  test("are answered, and told of; the next is refused until the minute is over", async () => {
    const simulator = await docking({ limited: true });
    const ask = () =>
      fetch(`${simulator.url}/api/v2/instances`, {
        headers: { authorization: "Bearer simulated-tensordock-key" },
      });
    const first = await ask();
    expect(first.headers.get("x-ratelimit-remaining")).toBe("99");
    for (let call = 0; call < 99; call++) expect((await ask()).status).toBe(200);
    simulator.pass(20);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("40");
    simulator.pass(40);
    expect((await ask()).status).toBe(200);
  });
});

describe("what goes wrong on the wire is worded as this provider words it", () => {
  test("T2 ok-with-error", async () => {
    const simulator = await docking();
    await simulator.mood("ok-with-error");
    const reply = await simulator.call("GET", "/locations");
    expect([reply.status, reply.as()]).toEqual([200, { status: 500, error: "Internal server error" }]);
  });

  test.each([
    ["text", (text: string) => expect(text).toBe("Too Many Requests")],
    ["json", (text: string) => expect(JSON.parse(text)).toHaveProperty("errors")],
  ])("too-many-requests as %s", async (style, judge) => {
    const simulator = await docking();
    await simulator.mood("too-many-requests", { next: 1, style });
    const reply = await simulator.call("GET", "/locations");
    expect(reply.status).toBe(429);
    judge(reply.text);
  });

  test("html, half an answer, garbage, senseless prices", async () => {
    const simulator = await docking();
    for (const mood of ["html-body", "truncated-json", "huge-garbage"]) {
      await simulator.mood(mood);
      const reply = await simulator.call("GET", "/locations");
      expect(() => reply.as(), mood).toThrow(SyntaxError);
    }
    await simulator.mood("senseless-prices");
    const prices = (await simulator.locations()).flatMap(({ gpus }) => gpus.map((gpu) => gpu.price_per_hr));
    expect(prices.filter((price) => price < 0).length).toBeGreaterThan(0);
  });

  test("a mood of the other provider leaves this one alone", async () => {
    const simulator = await docking();
    await simulator.mood("server-error", { probability: 1, provider: "vast" });
    expect((await simulator.call("GET", "/locations")).status).toBe(200);
    expect((await simulator.get("/api/v0/users/current/")).status).toBe(502);
  });
});

test("an unknown path is a 404 in the provider's shape", async () => {
  const simulator = await docking();
  const reply = await simulator.call("GET", "/nothing/here");
  expect([reply.status, reply.as()]).toMatchObject([404, { errors: [{ status: 404 }] }]);
});

test("answers take as long as the provider's when asked to: a create between 5 s and a minute", async () => {
  const simulator = await docking();
  await simulator.mood("real-latency", { next: 1, on: ["create"] });
  let answered = false;
  const reply = simulator.create().then((reply) => {
    answered = true;
    return reply.status;
  });
  await simulator.untilSomeoneWaits();
  simulator.pass(4.9);
  expect(await simulator.listed()).toHaveLength(1);
  expect(answered).toBe(false);
  simulator.pass(56);
  expect(await reply).toBe(201);
  expect(sure((await simulator.listed())[0]).name).toBe("a-machine");
});
