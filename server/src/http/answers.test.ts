import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { systemClock } from "../platform/clock.ts";
import { metrics } from "../platform/metrics.ts";
import { key, person } from "../testing/actors.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { post } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { usd } from "../values/money.ts";
import { type SharedAnswer, SharedAnswers } from "./answers.ts";

const schema = buildSchemaOf(offerResolvers);
const actors = [
  person("Ada"),
  person("Bo", { role: "viewer" }),
  key("ci", ["read"]),
  key("writer", ["offers:write"]),
];
let world: World;
let api: TestApi;
let other: TestApi;
let failing = 0;
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  const db = new Proxy(world.platform.db, {
    get(target, name, receiver) {
      if (failing > 0 && failing-- > 0) throw new Error("the database failed once");
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const clock = { ...systemClock, now: () => world.clock.now() };
  api = await startTestApi(world, schema, actors, { platform: { ...world.platform, clock, db } });
  other = await startTestApi(world, schema, actors);
});
afterAll(async () => {
  await other?.stop();
  await api?.stop();
  await world?.close();
});

const setPrice = (dollars: number) => list(world, [listed("1", { pricePerHour: usd(dollars) })]);
const PRICES = "query Prices($first: Int! = 5) { offers(first: $first) { nodes { pricePerHour } } }";
const ask = (who: string | null, query = PRICES, headers: Record<string, string> = {}, rest: object = {}) =>
  post(api, JSON.stringify({ query, ...rest }), {
    ...(who && { authorization: `Bearer ${who}` }),
    ...headers,
  });
const found = async (how: "yes" | "no") =>
  (await metrics.sharedAnswers.get()).values.find(({ labels }) => labels.found === how)?.value ?? 0;

test("the market is never told older than its last change, whoever made it and whoever is asked", async () => {
  await setPrice(1);
  let acknowledged = 1;
  let done = false;
  let answers = 0;
  const stale: string[] = [];
  const before = await found("yes");

  async function read(one: TestApi, first: number): Promise<void> {
    while (!done) {
      const atLeast = acknowledged;
      const { body } = await one.ask("Ada", PRICES, { first });
      const [node] = (body.data as unknown as { offers: { nodes: { pricePerHour: string }[] } }).offers.nodes;
      const told = Number(node?.pricePerHour);
      if (!(told >= atLeast)) stale.push(`${told} was told after ${atLeast}`);
      answers += 1;
    }
  }

  async function write(): Promise<void> {
    for (let price = 2; price <= 25; price++) {
      await setPrice(price);
      acknowledged = price;
      // Some changes follow at once, others after the answer was asked for many times.
      for (const until = answers + (price % 3) * 20; answers < until;) await new Promise(setImmediate);
    }
    done = true;
  }

  await Promise.all([
    write(),
    ...[api, other].flatMap((one) => [1, 1, 1, 2].map((first) => read(one, first))),
  ]);
  expect(stale).toEqual([]);
  expect(answers).toBeGreaterThan(100);
  // And it is shared: most found a finished answer.
  expect((await found("yes")) - before).toBeGreaterThan(answers / 4);
}, 60_000);

describe("an answer is shared only with who may have it", () => {
  test("rights come first, whatever lies ready", async () => {
    await setPrice(70);
    const ada = await ask("Ada");
    expect(ada).toMatchObject({ status: 200, code: undefined });
    await ask("Ada");
    const before = await found("yes");
    for (const who of ["Bo", "ci"]) expect((await ask(who)).text).toBe(ada.text);
    expect(await found("yes")).toBe(before + 2);
    expect((await ask(null)).code).toBe("UNAUTHENTICATED");
    expect((await ask("writer")).code).toBe("FORBIDDEN");
    expect((await ask("Ada")).text).toBe(ada.text);
  });

  test("a refusal is not shared either", async () => {
    await setPrice(71);
    expect((await ask(null)).code).toBe("UNAUTHENTICATED");
    expect((await ask("Ada")).code).toBeUndefined();
  });

  test("what belongs to one request is not: its id, and what is left of the points", async () => {
    const [ada, again] = [await ask("Ada"), await ask("Ada")];
    expect(ada.text).toBe(again.text);
    expect(ada.headers.get("x-request-id")).not.toBe(again.headers.get("x-request-id"));
    expect(ada.headers.get("ratelimit-remaining")).toMatch(/^\d+$/);
    expect(ada.text).not.toContain("remaining");
  });
});

describe("an answer belongs to its question", () => {
  test("to its variables", async () => {
    await list(world, [listed("1"), listed("2")]);
    for (const first of [1, 2, 1]) {
      const { text } = await ask("Ada", PRICES, {}, { variables: { first } });
      expect(text.match(/pricePerHour/g)).toHaveLength(first);
    }
  });

  test("to the operation that was named", async () => {
    const query = "query A { offers { totalCount } } query B { offers { nodes { id } } }";
    expect((await ask("Ada", query, {}, { operationName: "A" })).text).toContain("totalCount");
    expect((await ask("Ada", query, {}, { operationName: "B" })).text).not.toContain("totalCount");
    expect((await ask("Ada", query)).code).toBe("OPERATION_RESOLUTION_FAILURE");
  });

  test("to the media type that was asked for", async () => {
    const modern = "application/graphql-response+json";
    for (const type of ["application/json", modern, "application/json"]) {
      expect((await ask("Ada", PRICES, { accept: type })).headers.get("content-type")).toContain(type);
    }
  });

  test("and is not looked for where the answer depends on who asks", async () => {
    const before = (await found("yes")) + (await found("no"));
    await ask("Ada", "{ __typename }");
    await ask("Ada", "{ __schema { queryType { name } } offers { totalCount } }");
    expect((await found("yes")) + (await found("no"))).toBe(before);
  });
});

test("an answer with an error in it is not kept", async () => {
  await setPrice(80);
  failing = 1;
  expect((await ask("Ada")).code).toBe("INTERNAL_SERVER_ERROR");
  expect((await ask("Ada")).code).toBeUndefined();
  for (let at = 0; at < 2; at++)
    expect((await ask("Ada", "{ offers(first: 0) { totalCount } }")).code).toBe("BAD_USER_INPUT");
});

describe("bare", () => {
  const answer = (body: string): SharedAnswer => Buffer.from(body);
  /** Of which this question was asked before. */
  const knowing = async (answers: SharedAnswers) => {
    await answers.get("q", async () => null);
    return answers;
  };

  test("what was never asked waits for no revision and is not shared, and what comes again is kept", async () => {
    let revisions = 0;
    let made = 0;
    const answers = new SharedAnswers(async () => `${++revisions > 0}`);
    const ask = async () => String(await answers.get("q", async () => answer(`${++made}`)));
    expect(await ask()).toBe("null");
    expect([revisions, made]).toEqual([0, 0]);
    expect([await ask(), await ask()]).toEqual(["1", "1"]);
    expect(revisions).toBe(2);
  });

  test("equal questions at one time are answered once", async () => {
    let made = 0;
    const answers = await knowing(new SharedAnswers(async () => "1"));
    const make = async () => answer(`${++made}`);
    const told = await Promise.all(Array.from({ length: 100 }, () => answers.get("q", make)));
    expect(new Set(told.map((one) => String(one)))).toEqual(new Set(["1"]));
  });

  test("an answer that took long does not take the place of a newer one", async () => {
    let revision = 1;
    const answers = await knowing(new SharedAnswers(async () => `${revision}`));
    let finish = () => {};
    const old = new Promise<SharedAnswer>((resolve) => {
      finish = () => resolve(answer("old"));
    });
    const slow = answers.get("q", () => old);
    await new Promise(setImmediate);
    revision = 2;
    expect(String(await answers.get("q", async () => answer("new")))).toBe("new");
    finish();
    expect(String(await slow)).toBe("old");
    expect(String(await answers.get("q", async () => answer("new again")))).toMatch(/^new/);
  });

  test("the revision is read after it was asked for, once for all who wait", async () => {
    const finish: ((revision: string) => void)[] = [];
    const answers = await knowing(new SharedAnswers(() => new Promise((resolve) => finish.push(resolve))));
    const ask = async (revision: string) => String(await answers.get("q", async () => answer(revision)));
    const first = ask("made at 1");
    const later = [ask("made at 2"), ask("made at 2"), ask("made at 2")];
    expect(finish).toHaveLength(1);
    finish[0]?.("1");
    expect(await first).toBe("made at 1");
    await new Promise(setImmediate);
    expect(finish).toHaveLength(2);
    finish[1]?.("2");
    expect(await Promise.all(later)).toEqual(["made at 2", "made at 2", "made at 2"]);
  });

  test("a revision that could not be read fails those who waited for it, and nobody after", async () => {
    let reads = 0;
    const answers = await knowing(
      new SharedAnswers(async () => {
        reads += 1;
        if (reads < 3) throw new Error(`read ${reads}`);
        return `${reads}`;
      }),
    );
    const ask = () => answers.get("q", async () => answer("made"));
    const told = await Promise.allSettled([ask(), ask(), ask()]);
    expect(told.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(String(await ask())).toBe("made");
  });
});

test("what is asked once does not drive out what is asked again", async () => {
  const small = new SharedAnswers(async () => "1", 20_000);
  let made = 0;
  const ask = (key: string) =>
    small.get(key, async () => {
      made += 1;
      return Buffer.alloc(800);
    });
  await ask("hot");
  await ask("hot");
  for (let at = 0; at < 200; at++) {
    await ask(`once ${at}`);
    if (at % 10 === 0) await ask("hot");
  }
  expect(made).toBe(1);
  // However many there are: what is kept stays shared.
  for (let at = 0; at < 200_000; at++) await ask(`once more ${at}`);
  expect(await ask("hot")).not.toBeNull();
  expect(made).toBe(1);
  // One that comes again is kept from then on.
  await ask("new");
  await ask("new");
  made = 0;
  await ask("new");
  expect(made).toBe(0);
});
