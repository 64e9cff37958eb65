import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { inTransaction } from "../platform/context.ts";
import { addEmptyAccount, expectSoundLedger, give, within } from "../testing/ledger.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Key } from "../values/actor.ts";
import { type Usd, usd } from "../values/money.ts";
import { capture, hold, KeyCeilingReached, raiseHold, release } from "./index.ts";

const HOUR_MS = 60 * 60 * 1_000;

let world: World;
let accountId: string;
beforeAll(async () => {
  world = await makeWorld({ pool: 10 });
  accountId = await addEmptyAccount(world);
  await give(world, accountId, usd(1_000));
});
afterEach(() => expectSoundLedger(world));
afterAll(() => world?.close());

let keys = 0;
const makeKey = (ceiling: Usd | null): Key => ({
  kind: "key",
  keyId: `key_${++keys}`,
  accountId,
  name: "partner",
  scopes: [],
  spendCeilingPerDay: ceiling,
  consumers: null,
  expiresAt: null,
});
const setAside = (key: Key, amount: Usd) =>
  inTransaction(world.ctx(key), (ctx) =>
    hold(ctx, {
      accountId,
      amount,
      purpose: "ses_1",
      lapsesAt: new Date(world.clock.now().getTime() + 48 * HOUR_MS),
    }),
  );
const raise = (key: Key, holdId: string, by: Usd) =>
  inTransaction(world.ctx(key), (ctx) => raiseHold(ctx, { accountId, holdId, by }));
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => {
      if (error instanceof KeyCeilingReached) return { needed: error.needed, left: error.left };
      throw error;
    },
  );

test("a key sets aside no more a day than its ceiling, to the micro-dollar, and more on the next day", async () => {
  const key = makeKey(usd(10));
  const holdId = await setAside(key, usd(6));
  expect(await refusal(setAside(key, usd(4) + 1n))).toEqual({ needed: usd(4) + 1n, left: usd(4) });
  expect(await refusal(raise(key, holdId, usd(4) + 1n))).toEqual({ needed: usd(4) + 1n, left: usd(4) });
  await raise(key, holdId, usd(4));
  expect(await refusal(setAside(key, 1n))).toEqual({ needed: 1n, left: 0n });
  // What others of the account do is no matter of this key's.
  await setAside(makeKey(null), usd(50));
  await setAside(makeKey(usd(5)), usd(5));

  await world.clock.advance(24 * HOUR_MS);
  await setAside(key, usd(10));
});

test("what is given back of a hold may be set aside again, and what was spent of it may not", async () => {
  const key = makeKey(usd(10));
  const holdId = await setAside(key, usd(10));
  await within(world, (ctx) =>
    capture(ctx, { accountId, holdId, amount: usd(3), reference: "an hour", note: "an hour", last: true }),
  );
  expect(await refusal(setAside(key, usd(8)))).toEqual({ needed: usd(8), left: usd(7) });
  const another = await setAside(key, usd(7));
  await within(world, (ctx) => release(ctx, { accountId, holdId: another, note: "stopped" }));
  expect(await refusal(setAside(key, usd(8)))).toEqual({ needed: usd(8), left: usd(7) });
});

test("of forty that one key asks for at once, as many are set aside as its ceiling allows", async () => {
  const key = makeKey(usd(10));
  const answers = await Promise.all(Array.from({ length: 40 }, () => refusal(setAside(key, usd(1)))));
  expect(answers.filter((answer) => answer === null)).toHaveLength(10);
});

test("a key whose ceiling is nothing sets nothing aside, and its refusal says when to come again", async () => {
  const asked = setAside(makeKey(0n), 1n);
  await expect(asked).rejects.toMatchObject({
    type: "KeyCeilingReached",
    ceiling: 0n,
    message: expect.stringMatching(
      /may set aside \$0\.\d+ a day.* until \d{4}-\d\d-\d\d 00:00 UTC\./,
    ) as string,
  });
});
