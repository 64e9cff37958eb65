import { pollProvider } from "../../offers/index.ts";
import { extendSession, readDeployment, stopSession } from "../../sessions/index.ts";
import { startOnce } from "../../sessions/start-once.ts";
import type { StartSession } from "../../sessions/start.ts";
import type { Person } from "../../values/actor.ts";
import { usd } from "../../values/money.ts";
import { InvalidInput, Refusal } from "../../values/refusal.ts";
import { isInterruption } from "../interrupted.ts";
import { give } from "../ledger.ts";
import { addPerson } from "../team.ts";
import { placeTenants } from "./tenants.ts";
import { Universe } from "./universe.ts";
import type { World } from "../world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What people did in a life, as far as it must be compared with what came of it. */
export interface Life {
  universe: Universe;
  person: Person;
  /** The sessions that they were told they have. */
  started: ReadonlySet<string>;
}

/** Lives through the seed: people come, rent, extend, stop, while all goes wrong that may. */
export async function live(world: World, seed: number): Promise<Life> {
  const universe = new Universe(world, seed);
  await forget(world);
  const person = await addPerson(universe.world, `Ada${seed}`);
  await give(universe.world, person.accountId, usd(2_000));
  const { chance } = universe;
  if (chance.chance(0.15)) await placeTenants(universe.cloud, chance, chance.integer(1, 3), null);
  if (chance.chance(0.15)) {
    const deployment = await readDeployment(universe.world.ctx());
    await placeTenants(universe.cloud, chance, chance.integer(1, 5), deployment);
  }
  universe.boot();
  const { vast } = universe.process;
  await universe.process.thread(() => pollProvider(universe.world.ctx(), vast, new AbortController().signal));
  const started = new Set<string>();
  const people = new People(universe, person, started);
  for (let count = chance.weighted([1, 2, 3], (many) => 1 / many ** 3); count > 0; count--) {
    universe.plan(chance.chance(0.5) ? 0 : chance.integer(0, 20) * MINUTE, () => people.start());
  }
  await universe.run();
  return { universe, person, started };
}

/** What earlier lives learned of the market would be known to later ones. */
async function forget({ database: { sql } }: World): Promise<void> {
  await sql`delete from launches`;
  await sql`delete from offers`;
  await sql`delete from sweeps`;
}

class People {
  readonly #universe: Universe;
  readonly #person: Person;
  readonly #started: Set<string>;
  #keys = 0;

  constructor(universe: Universe, person: Person, started: Set<string>) {
    this.#universe = universe;
    this.#person = person;
    this.#started = started;
  }

  async start(): Promise<void> {
    const { chance } = this.#universe;
    const input = await this.#choose();
    if (!input) return;
    const key = `start number ${++this.#keys}`;
    const started = await this.#insist("start", () => startOnce(this.#ctx(), input, key));
    if (!started) return;
    const { id } = started.session;
    this.#started.add(id);
    this.#universe.tell(`${id} is asked for`);
    const within = input.hours * HOUR;
    const stop = () => this.#insist("stop", () => stopSession(this.#ctx(), id));
    const extend = () => this.#insist("extend", () => extendSession(this.#ctx(), id, chance.integer(1, 4)));
    const plans: (() => void)[] = [
      () => {},
      () => this.#universe.plan(chance.between(0, 2 * MINUTE), stop),
      () => this.#universe.plan(chance.between(0, within), stop),
      () => this.#universe.plan(chance.between(0, within), () => this.#universe.done.add(id)),
      () => {
        for (let count = chance.integer(1, 3); count > 0; count--)
          this.#universe.plan(chance.between(0, within), extend);
      },
    ];
    chance.pick(plans)();
  }

  async #choose(): Promise<StartSession | null> {
    const { chance } = this.#universe;
    const offers = await this.#universe.world.database.sql<
      { id: string; model: string; count: number; price: string }[]
    >`
      select id, gpu_model as model, gpu_count as count, price_per_hour::text as price from offers
      where state = 'listed' and (kind = 'on_demand' or ${chance.chance(0.2)}) order by external_id, kind`;
    if (offers.length === 0) return null;
    const { id, model, count, price } = chance.pick(offers);
    const hours = chance.pick([1, 1, 1, 2, 3, 12]);
    const maxPricePerHour = BigInt(price) * chance.pick([2n, 3n]);
    if (chance.chance(0.5)) return { offerId: id, hours, ...(chance.chance(0.5) && { maxPricePerHour }) };
    return { wish: { gpuModel: model, gpuCount: count }, hours, maxPricePerHour };
  }

  #ctx() {
    return this.#universe.ctx(this.#person);
  }

  /** As long as the connection breaks it is asked again, under the same key; no is taken for an answer. */
  async #insist<T>(what: string, act: () => Promise<T>): Promise<T | null> {
    for (;;) {
      try {
        return await this.#universe.byPeople(act);
      } catch (error) {
        if (error instanceof InvalidInput) throw error;
        if (error instanceof Refusal) {
          this.#universe.tell(`${what}: ${error.constructor.name}: ${error.message}`);
          return null;
        }
        if (!isInterruption(error)) throw error;
      }
    }
  }
}
