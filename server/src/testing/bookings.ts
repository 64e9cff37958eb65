import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { changePlan } from "../accounts/index.ts";
import { readStanding } from "../credits/store/reading.ts";
import { readAvailability } from "../reservations/availability.ts";
import { createReservation } from "../reservations/create.ts";
import { priceReservation } from "../reservations/price.ts";
import type { Wanted } from "../reservations/quote.ts";
import type { Window } from "../reservations/rules/grid.ts";
import type { PoolRow } from "../reservations/store/pools.ts";
import { type Booked, findReservation } from "../reservations/store/reservations.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { expectSoundLedger, give } from "./ledger.ts";
import { addPool, expectSoundPools, inHours } from "./pools.ts";
import { addPerson } from "./team.ts";
import { makeWorld, type World } from "./world.ts";

/**
 * Two people with a plan and the credit to book, and a pool of eight GPUs anew for each test. After each, everything
 * that is always so of pools and ledgers is asked for.
 */
export class Bookings {
  world!: World;
  ada!: Person;
  bo!: Person;
  pool!: PoolRow;
  #keys = 0;

  async open(): Promise<void> {
    this.world = await makeWorld({ pool: 12 });
    this.ada = await addPerson(this.world, "Ada");
    this.bo = await addPerson(this.world, "Bo");
    for (const { accountId } of [this.ada, this.bo]) {
      await changePlan(this.world.ctx(), accountId, "team");
      await give(this.world, accountId, usd(1_000_000));
    }
  }

  key = (): string => `a key of a test ${++this.#keys}`;

  /** In hours from the full hour at hand. */
  window = (from: number, to: number): Window => ({
    startsAt: inHours(this.world, from),
    endsAt: inHours(this.world, to),
  });

  wanted = (from: number, to: number, gpus: number, rest: Partial<Wanted> = {}): Wanted => ({
    poolId: this.pool.id,
    gpus,
    ...this.window(from, to),
    ...rest,
  });

  book = async (who: Person, wish: Wanted, under = this.key()): Promise<Booked> => {
    const expectedTotal = (await priceReservation(this.world.ctx(who), wish)).total;
    return (await createReservation(this.world.ctx(who), { wanted: wish, expectedTotal }, under)).reply;
  };

  reload = async (who: Person, id: string): Promise<Booked> => {
    const found = await findReservation(this.world.ctx(), who.accountId, id);
    if (!found) throw new Error(`${id} is gone`);
    return found;
  };

  stands = (who: Person) => readStanding(this.world.ctx(), who.accountId, null);

  /** How many are free of the pool, hour by hour or quarter by quarter. */
  free = (from: number, to: number): Promise<number[]> => this.#freeIn(this.window(from, to), 60);
  freeQuarters = (window: Window): Promise<number[]> => this.#freeIn(window, 15);

  async #freeIn({ startsAt: from, endsAt: to }: Window, stepMinutes: number): Promise<number[]> {
    const asked = { poolId: this.pool.id, from, to, stepMinutes };
    return (await readAvailability(this.world.ctx(), asked)).pools[0]?.free ?? [];
  }
}

export function stageBookings(): Bookings {
  const stage = new Bookings();
  beforeAll(() => stage.open());
  beforeEach(async () => {
    stage.pool = await addPool(stage.world);
  });
  afterEach(async () => {
    await expectSoundPools(stage.world);
    await expectSoundLedger(stage.world);
  });
  afterAll(() => stage.world?.close());
  return stage;
}

export const typeOf = (reason: unknown): string => String((reason as { type?: string }).type ?? reason);
