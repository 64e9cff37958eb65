import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { systemClock } from "../platform/clock.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { aMoment, cutSome, heal, outcomeOf } from "../testing/cuts.ts";
import { expectSoundLedger, give, ledgerSeeds } from "../testing/ledger.ts";
import { addPool, expectSoundPools, inHours } from "../testing/pools.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { Refusal } from "../values/refusal.ts";
import { begin } from "./begin.ts";
import { cancelReservation, costOfCancelling } from "./cancel.ts";
import { extendReservation, moveBooking, priceExtension, priceMove } from "./change.ts";
import { createReservation } from "./create.ts";
import { handBackReservation, priceHandBack } from "./hand-back.ts";
import { changePool } from "./pools.ts";
import { priceReservation } from "./price.ts";
import { giveUpQuote, quoteReservation } from "./quote.ts";
import { findReservation, lockReservation } from "./store/reservations.ts";
import type { PoolRow } from "./store/pools.ts";
import { joinWaitlist, promoteWaiting } from "./waitlist.ts";

// Random wishes of several clients of two accounts at once, into a pool that is too small for them, while connections
// are cut in the middle of verbs. Whoever was not told what became of a wish asks again with its key. In the end
// everything that is always so is asked for, and everything that was acknowledged is looked for, once.

const HOUR_MS = 3_600_000;
const CLIENTS = 6;

let world: World;
let owner: postgres.Sql;
let people: Person[];
let pool: PoolRow;
let persons = 0;

beforeAll(async () => {
  world = await makeWorld({ pool: 10 });
  owner = postgres(world.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await owner?.end();
  await world?.close();
});

// Half of the windows begin where cancelling is no longer free.
const from = fc.integer({ min: 20, max: 30 });
const hours = fc.integer({ min: 1, max: 5 });
const gpus = fc.integer({ min: 1, max: 4 });
const which = fc.nat(40);
const of = <Name extends string>(name: Name) => fc.constant(name);
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: of("book"), from, hours, gpus }) },
  { weight: 2, arbitrary: fc.record({ do: of("quote"), from, hours, gpus, confirm: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: of("wait"), from, hours, gpus }) },
  { weight: 1, arbitrary: fc.record({ do: of("promote") }) },
  { weight: 3, arbitrary: fc.record({ do: of("extend"), which, hours }) },
  { weight: 2, arbitrary: fc.record({ do: of("move"), which, from, hours }) },
  { weight: 4, arbitrary: fc.record({ do: of("hand-back"), which, hours, gpus }) },
  { weight: 3, arbitrary: fc.record({ do: of("cancel"), which }) },
  { weight: 3, arbitrary: fc.record({ do: of("begin"), which }) },
  { weight: 1, arbitrary: fc.record({ do: of("resize"), gpus: fc.integer({ min: 3, max: 9 }) }) },
  { weight: 2, arbitrary: fc.record({ do: of("kill") }) },
);
type Command = typeof command extends fc.Arbitrary<infer One> ? One : never;

/** What was acknowledged: bookings by their label, changes by what they did to which. */
class Told {
  readonly booked: { id: string; by: Person; label: string }[] = [];
  readonly refused = new Set<string>();
  readonly changes = new Map<string, number>();
  kills = 0;

  changed(id: string, what: string): void {
    this.changes.set(`${id} ${what}`, (this.changes.get(`${id} ${what}`) ?? 0) + 1);
  }
}

async function live(commands: readonly Command[]): Promise<Told> {
  const told = new Told();
  let next = 0;
  const client = async () => {
    for (let wish = commands[next]; wish; wish = commands[next]) {
      const nth = next++;
      await obey(told, wish, `command ${nth}`, people[nth % 2] as Person);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await heal([world.database.sql]);
  return told;
}

async function obey(told: Told, wish: Command, name: string, by: Person): Promise<void> {
  const ctx = () => world.ctx(by);
  const windowOf = (one: { from: number; hours: number }) => ({
    startsAt: inHours(world, one.from),
    endsAt: inHours(world, one.from + one.hours),
  });
  const wantedOf = (one: { from: number; hours: number; gpus: number }) => ({
    poolId: pool.id,
    gpus: one.gpus,
    ...windowOf(one),
    label: name,
  });
  const target = "which" in wish ? told.booked[wish.which % Math.max(told.booked.length, 1)] : undefined;
  if ("which" in wish && !target) return;
  const own = async () => {
    const { id, by } = target as (typeof told.booked)[number];
    const booked = await findReservation(world.ctx(), by.accountId, id);
    if (!booked) throw new Error(`${id} was acknowledged and is gone`);
    return booked;
  };
  const owner = () => world.ctx(target?.by);
  const id = target?.id ?? "";
  const book = async (expected: () => Promise<Parameters<typeof createReservation>[1]>) => {
    let input: Parameters<typeof createReservation>[1] | undefined;
    await untilKnown(told, name, async () => {
      // What was agreed to once stays what is asked under the key.
      input ??= await expected();
      const { reply } = await createReservation(ctx(), input, `key of ${name}`);
      told.booked.push({ id: reply.id, by, label: name });
    });
  };
  const change = async <Agreed>(
    what: string,
    agree: () => Promise<Agreed>,
    act: (agreed: Agreed, key: string) => Promise<unknown>,
  ) => {
    let agreed: { is: Agreed } | undefined;
    await untilKnown(told, name, async () => {
      agreed ??= { is: await agree() };
      await act(agreed.is, `key of ${name}`);
      told.changed(id, what);
    });
  };
  switch (wish.do) {
    case "kill":
      told.kills += await cutSome(ownerSql());
      return;
    case "book":
      return book(async () => {
        const wanted = wantedOf(wish);
        return { wanted, expectedTotal: (await priceReservation(ctx(), wanted)).total };
      });
    case "quote": {
      // A quote whose answer was lost runs out by itself.
      const quote = await maybe(() => quoteReservation(ctx(), wantedOf(wish)));
      if (!quote) return;
      if (!wish.confirm) return await maybe(() => giveUpQuote(ctx(), by.accountId, quote.id));
      return book(async () => ({ quoteId: quote.id, expectedTotal: quote.totalMicros }));
    }
    case "wait":
      return void (await maybe(() => joinWaitlist(ctx(), wantedOf(wish), usd(50))));
    case "promote":
      return void (await maybe(() => promoteWaiting(world.ctx())));
    case "resize":
      return void (await maybe(() => changePool(world.ctx(), pool.id, { gpus: wish.gpus })));
    case "extend":
      return change(
        "extended",
        async () => {
          const booked = await own();
          const last = booked.parts.at(-1)?.endsAt ?? booked.endsAt;
          const endsAt = new Date(last.getTime() + wish.hours * HOUR_MS);
          return { endsAt, total: priceExtension(booked, endsAt, world.clock.now()).total };
        },
        ({ endsAt, total }, key) => extendReservation(owner(), id, endsAt, total, key),
      );
    case "move":
      return change(
        "moved",
        async () => ({ to: windowOf(wish), ...(await priceMove(owner(), await own(), windowOf(wish))) }),
        ({ to, total }, key) => moveBooking(owner(), id, to, total, key),
      );
    case "hand-back":
      return change(
        "handed-back",
        async () => {
          const booked = await own();
          const from = new Date(booked.startsAt.getTime() + HOUR_MS / 2);
          const part = { from, to: new Date(from.getTime() + wish.hours * HOUR_MS), gpus: wish.gpus };
          return { part, back: priceHandBack(booked, part, world.clock.now()).back };
        },
        ({ part, back }, key) => handBackReservation(owner(), id, part, back, key),
      );
    case "cancel":
      return change(
        "cancelled",
        async () => costOfCancelling(await own(), world.clock.now()) ?? 0n,
        (cost, key) => cancelReservation(owner(), id, cost, key),
      );
    case "begin":
      // As deliveries do it once a machine is ready: who was not told looks at how it stands.
      return await untilKnown(told, name, () => inTransaction(world.ctx(), (ctx) => beginOnce(ctx, id)));
  }
}

async function beginOnce(ctx: Ctx, id: string): Promise<void> {
  const booked = await lockReservation(ctx, id);
  if (booked?.state === "confirmed") await begin(ctx, booked);
}

const ownerSql = () => owner;
const isRefusal = (error: unknown) => error instanceof Refusal;

/** Asked again, with the same key, until somebody says what became of it. */
async function untilKnown(told: Told, name: string, act: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const outcome = await outcomeOf(act, isRefusal);
    if (outcome === "refused") told.refused.add(name);
    if (outcome !== "unknown") return;
    await aMoment();
  }
}

/** Asked once: what became of it may stay unknown. */
async function maybe<T>(act: () => Promise<T>): Promise<T | undefined> {
  let result: T | undefined;
  await outcomeOf(async () => {
    result = await act();
  }, isRefusal);
  return result;
}

async function expectTrue(told: Told): Promise<void> {
  await expectSoundPools(world);
  await expectSoundLedger(world);
  const accounts = people.map(({ accountId }) => accountId);
  // No acknowledged booking is lost, none is there twice, and none of what was refused.
  const rows = await owner<{ id: string; label: string; total: string }[]>`
    select id, label, total::text from reservations where account_id = any(${accounts}) and state not in ('held', 'lapsed')`;
  for (const { id, label } of told.booked)
    expect(rows.filter((row) => row.label === label && row.id === id)).toHaveLength(1);
  for (const name of told.refused) expect(rows.filter((row) => row.label === name)).toEqual([]);
  expect(new Set(rows.map(({ label }) => label)).size).toBe(rows.length);
  // Every change that was acknowledged happened once; one whose answer was lost was asked for again.
  const changes = await owner<{ what: string; count: number }[]>`
    select subject || ' ' || (payload->>'what') as what, count(*)::int from events
    where topic = 'reservation.changed' and account_id = any(${accounts})
      and payload->>'what' in ('extended', 'moved', 'handed-back', 'cancelled') group by 1`;
  expect(new Map(changes.map(({ what, count }) => [what, count]))).toEqual(told.changes);
  // Nothing came back that was not spent, and nobody owes.
  expect(await owner`select id from credit_holds where refunded > captured or released > amount`).toEqual([]);
  expect(
    await owner`select account_id from credit_balances where least(available, held, pending, spent) < 0`,
  ).toEqual([]);
  expect(
    await owner`select account_id, seq from credit_entries group by account_id, seq having sum(amount) <> 0`,
  ).toEqual([]);
}

const LONGEST_MS = 6_000;

test("C1, M2, M3, M7, G8: random bookings and changes at once, with connections cut, leave what was acknowledged and no more", async () => {
  let kills = 0;
  const began = systemClock.now().getTime();
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 80, maxLength: 100, size: "max" }), async (commands) => {
      // On a slow day fewer histories are lived through, and one at least.
      if (kills > 0 && ledgerSeeds <= 2 && systemClock.now().getTime() - began > LONGEST_MS) return;
      pool = await addPool(world, { gpus: 6 });
      // Others each time, so that of another history nothing is in the way.
      people = [await addPerson(world, `Ada${++persons}`), await addPerson(world, `Bo${persons}`)];
      for (const { accountId } of people) {
        await changePlan(world.ctx(), accountId, "team");
        await give(world, accountId, usd(120));
      }
      const told = await live(commands);
      kills += told.kills;
      await expectTrue(told);
    }),
    { numRuns: ledgerSeeds, endOnFailure: true },
  );
  expect(kills).toBeGreaterThan(0);
}, 660_000);
