import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "../platform/context.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { IdempotencyKeyReused, InvalidInput, NotFound } from "../values/refusal.ts";
import { holdOffer } from "./hold-offer.ts";
import {
  expireHeldOffers,
  HeldOfferOver,
  OfferGone,
  recordLaunch,
  scoreOffers,
  takeHeldOffer,
} from "./index.ts";
import { TooManyHeldOffers } from "./refusals.ts";
import { releaseHeldOffer } from "./release-held-offer.ts";
import { listLive } from "./store/held-offers.ts";

const MINUTE_MS = 60_000;
let world: World;
let ada: Person;
let eve: Person;
let offerId: string;
const market = (price: number) => list(world, [listed("1", { pricePerHour: usd(price) }), listed("2")]);
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  eve = await addPerson(world, "Eve");
  await market(2);
  const [row] = await world.database.sql`select id from offers where external_id = '1'`;
  offerId = String(row?.["id"]);
});
afterAll(() => world?.close());

let keys = 0;
const hold = (who: Person, key = `key of hold ${++keys}`, minutes = 10, id = offerId) =>
  holdOffer(world.ctx(who), { offerId: id, minutes }, key);
const take = (who: Person, token: string) =>
  inTransaction(world.ctx(who), (ctx) => takeHeldOffer(ctx, token));
const release = (who: Person, id: string) => releaseHeldOffer(world.ctx(who), id);
const events = async (subject: string) => {
  const rows = await world.database.sql`
    select topic, payload->>'state' as state from events where subject = ${subject} order by id`;
  return rows.map((row) => `${row["topic"]} ${row["state"] ?? ""}`.trim());
};

test("M5: whoever holds an offer never pays more than it was shown for, and less when it is less", async () => {
  const first = await hold(ada);
  const second = await hold(ada);
  await market(3);
  const dearer = await take(ada, first.reply.token);
  expect([dearer.offer.pricePerHour, dearer.prices.pricePerHour]).toEqual([usd(3), usd(2)]);
  await market(1);
  expect((await take(ada, second.reply.token)).prices.pricePerHour).toBe(usd(1));
  expect(await events(first.reply.heldOffer.id)).toEqual(["offer.held", "offer.hold-ended taken"]);
});

test("M7: fifty who ask with one key hold once, and are all given the same token", async () => {
  const before = await listLive(world.ctx(ada), ada.accountId);
  const answers = await Promise.all(Array.from({ length: 50 }, () => hold(ada, "one key of fifty")));
  expect(new Set(answers.map(({ reply }) => reply.token)).size).toBe(1);
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(await listLive(world.ctx(ada), ada.accountId)).toHaveLength(before.length + 1);
  await expect(hold(ada, "one key of fifty", 11)).rejects.toThrow(IdempotencyKeyReused);
  await release(ada, answers[0]?.reply.heldOffer.id ?? "");
});

test("one of many who take the same hold at once gets it", async () => {
  const { reply } = await hold(ada);
  const taken = await Promise.allSettled(Array.from({ length: 12 }, () => take(ada, reply.token)));
  expect(taken.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of taken) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(HeldOfferOver);
});

test("what is taken in a transaction that fails is held still", async () => {
  const { reply } = await hold(ada);
  const failing = inTransaction(world.ctx(ada), async (ctx) => {
    await takeHeldOffer(ctx, reply.token);
    throw new Error("no credit");
  });
  await expect(failing).rejects.toThrow("no credit");
  expect((await take(ada, reply.token)).heldOffer.state).toBe("taken");
});

test("a hold runs out by itself, and that is written down and told", async () => {
  const { reply } = await hold(ada, undefined, 1);
  await world.clock.advance(MINUTE_MS);
  await expect(take(ada, reply.token)).rejects.toThrow(new HeldOfferOver("expired"));
  expect(await listLive(world.ctx(ada), ada.accountId)).toEqual([]);
  expect(await expireHeldOffers(world.ctx())).toBe(1);
  expect(await expireHeldOffers(world.ctx())).toBe(0);
  expect(await events(reply.heldOffer.id)).toEqual(["offer.held", "offer.hold-ended expired"]);
});

test("releasing twice is releasing once, and what was taken is not released", async () => {
  const { reply } = await hold(ada);
  await release(ada, reply.heldOffer.id);
  expect((await release(ada, reply.heldOffer.id)).state).toBe("released");
  expect(await events(reply.heldOffer.id)).toEqual(["offer.held", "offer.hold-ended released"]);
  await expect(take(ada, reply.token)).rejects.toThrow(new HeldOfferOver("released"));
  const taken = await hold(ada);
  await take(ada, taken.reply.token);
  await expect(release(ada, taken.reply.heldOffer.id)).rejects.toThrow(new HeldOfferOver("taken"));
});

test("an account holds ten at most, however many ask at once; another's do not count", async () => {
  const asked = await Promise.allSettled(Array.from({ length: 25 }, () => hold(ada)));
  const held = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value.reply.heldOffer.id] : []));
  expect(held).toHaveLength(10);
  for (const one of asked)
    if (one.status === "rejected") expect(one.reason).toBeInstanceOf(TooManyHeldOffers);
  await release(eve, (await hold(eve)).reply.heldOffer.id);
  for (const id of held) await release(ada, id);
});

test("E2: a hold of another account is not there", async () => {
  const { reply } = await hold(ada);
  await expect(take(eve, reply.token)).rejects.toThrow(NotFound);
  await expect(release(eve, reply.heldOffer.id)).rejects.toThrow(NotFound);
  expect(await listLive(world.ctx(eve), eve.accountId)).toEqual([]);
  await release(ada, reply.heldOffer.id);
});

test("K1: the token is in the answer, and nowhere in the database", async () => {
  const { reply } = await hold(ada);
  const { sql } = world.database;
  const stored = JSON.stringify([
    await sql`select * from held_offers`,
    await sql`select * from idempotency_keys`,
    await sql`select * from events`,
  ]);
  expect(stored).not.toContain(reply.token);
  expect(stored).not.toContain(reply.token.slice(5, 30));
  await release(ada, reply.heldOffer.id);
});

test("when the machine is gone that is said, the hold stays, and a new one is refused", async () => {
  const { reply } = await hold(ada);
  for (let missed = 0; missed < 3; missed++) await list(world, [listed("2")]);
  await expect(take(ada, reply.token)).rejects.toThrow(OfferGone);
  expect(await events(reply.heldOffer.id)).toEqual(["offer.held"]);
  await expect(hold(ada)).rejects.toThrow(OfferGone);
  await market(5);
  expect((await take(ada, reply.token)).prices.pricePerHour).toBe(reply.heldOffer.pricePerHour);
});

test("what cannot be held is refused: nothing, nonsense, and a machine where launches fail", async () => {
  await expect(hold(ada, undefined, 10, "off_nothing")).rejects.toThrow(NotFound);
  await expect(hold(ada, undefined, 0)).rejects.toThrow(InvalidInput);
  for (let failure = 0; failure < 3; failure++) {
    const launch = {
      launchId: `failed ${failure}`,
      providerId: "vast",
      machineId: "m1",
      gpuModel: "RTX 4090",
    };
    await recordLaunch(world.ctx(), { ...launch, worked: false });
  }
  await scoreOffers(world.ctx());
  await expect(hold(ada)).rejects.toThrow(OfferGone);
});
