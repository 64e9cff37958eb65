import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { person } from "../../testing/actors.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import { usd } from "../../values/money.ts";
import { IdempotencyKeyInUse, IdempotencyKeyReused, InvalidInput } from "../../values/refusal.ts";
import { type Ctx, inTransaction } from "../context.ts";
import { loops } from "../loops/tables.ts";
import { answerOnce, forgetReplies, inOneWay } from "./idempotency.ts";

const ada = person("Ada");
const eve = person("Eve");
const DAY_MS = 24 * 60 * 60 * 1000;
let world: World;
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
});
afterAll(() => world?.close());

/** Something that happens in the transaction at hand, and can be counted afterwards. */
async function happen({ db }: Ctx, name: string): Promise<void> {
  await db.insert(loops).values({ name: `${name} ${++happened}`, nextAt: new Date(0), fence: 0n });
}
let happened = 0;
async function countOf(name: string): Promise<number> {
  const rows = await world.database.sql`select from loops where name like ${`${name} %`}`;
  return rows.length;
}

const order = (key: string, input: unknown = { gpus: 8 }) => ({ operation: "order", key, input });

test("M7, G5: of fifty who ask with one key at the same moment one is served, and all are told the same", async () => {
  const asked = Array.from({ length: 50 }, () =>
    answerOnce(world.ctx(ada), order("the same key"), async (ctx) => {
      await happen(ctx, "fifty");
      return { id: ctx.newId("req"), at: ctx.now(), price: usd(2) };
    }),
  );
  const answers = await Promise.all(asked);
  expect(await countOf("fifty")).toBe(1);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  for (const { reply } of answers) expect(reply).toEqual(answers[0]?.reply);
});

test("the same key with another input, or for another verb, is refused and does nothing", async () => {
  const work = (ctx: Ctx) => happen(ctx, "other");
  await answerOnce(world.ctx(ada), order("key of an order"), work);
  for (const asked of [
    order("key of an order", { gpus: 4 }),
    { ...order("key of an order"), operation: "cancel" },
  ]) {
    await expect(answerOnce(world.ctx(ada), asked, work)).rejects.toThrow(IdempotencyKeyReused);
  }
  expect(await countOf("other")).toBe(1);
});

test("E2: a key is one account's: another's use of it tells nothing", async () => {
  const ask = (who: typeof ada) =>
    answerOnce(world.ctx(who), order("key of both"), async () => `for ${who.name}`);
  expect([await ask(ada), await ask(eve), await ask(ada)]).toEqual([
    { reply: "for Ada", replayed: false },
    { reply: "for Eve", replayed: false },
    { reply: "for Ada", replayed: true },
  ]);
});

test("what failed leaves nothing behind, not its key either", async () => {
  const failing = answerOnce(world.ctx(ada), order("unlucky key"), async (ctx) => {
    await happen(ctx, "unlucky");
    throw new Error("killed here");
  });
  await expect(failing).rejects.toThrow("killed here");
  expect(await countOf("unlucky")).toBe(0);
  const again = await answerOnce(world.ctx(ada), order("unlucky key", { gpus: 2 }), async () => "done");
  expect(again).toEqual({ reply: "done", replayed: false });
});

test("in a transaction at hand the key is kept if that commits, and only then", async () => {
  const ask = (ctx: Ctx) => answerOnce(ctx, order("key within"), async () => "done");
  const undone = inTransaction(world.ctx(ada), async (ctx) => {
    await ask(ctx);
    throw new Error("thought better of it");
  });
  await expect(undone).rejects.toThrow("thought better");
  expect(await inTransaction(world.ctx(ada), ask)).toMatchObject({ replayed: false });
  expect(await inTransaction(world.ctx(ada), ask)).toMatchObject({ replayed: true });
});

test("a twin that takes long is not waited for without end", async () => {
  let finish = () => {};
  const begun = Promise.withResolvers<void>();
  const first = answerOnce(world.ctx(ada), order("slow key"), async () => {
    begun.resolve();
    await new Promise<void>((resolve) => (finish = resolve));
    return "done";
  });
  await begun.promise;
  const second = answerOnce(world.ctx(ada), order("slow key"), async () => "done twice");
  await expect(second).rejects.toThrow(IdempotencyKeyInUse);
  finish();
  expect(await first).toEqual({ reply: "done", replayed: false });
}, 20_000);

test("K1: the database has neither the key nor the reply", async () => {
  const secret = "a token that is shown once";
  await answerOnce(world.ctx(ada), order("a key not to be found"), async () => ({ secret }));
  const rows = JSON.stringify(await world.database.sql`select * from idempotency_keys`);
  for (const text of [secret, "a key not to be found", Buffer.from(secret).toString("base64").slice(4, 20)])
    expect(rows).not.toContain(text);
});

test("a key is remembered for more than a day, and then forgotten", async () => {
  const ask = () => answerOnce(world.ctx(ada), order("key of last week"), async () => "done");
  await ask();
  await world.clock.advance(2 * DAY_MS);
  await forgetReplies(world.ctx());
  expect((await ask()).replayed).toBe(true);
  await world.clock.advance(6 * DAY_MS);
  await forgetReplies(world.ctx());
  expect((await ask()).replayed).toBe(false);
});

test("a key that is too short, too long or no text is refused", async () => {
  for (const key of ["", "short", "x".repeat(256), "with \u0000 in it"]) {
    await expect(
      answerOnce(world.ctx(ada), order(key), async () => "done"),
      key,
    ).rejects.toThrow(InvalidInput);
  }
});

test("an input is the same however its fields are ordered, and another when anything differs", () => {
  expect(inOneWay({ a: 1n, b: [new Date(0), null], c: undefined })).toBe(
    inOneWay({ b: [new Date(0), null], a: 1n }),
  );
  const values = [
    1,
    1n,
    "1",
    "1n",
    [1],
    ["1"],
    { 1: 1 },
    true,
    new Date(1),
    "@1970-01-01T00:00:00.001Z",
    null,
  ];
  expect(new Set(values.map(inOneWay)).size).toBe(values.length);
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(inOneWay(turned(value))).toBe(inOneWay(value));
    }),
  );
});

/** The same with every object's fields the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).toReversed();
  return Object.fromEntries(fields.map(([name, field]) => [name, turned(field)]));
}
