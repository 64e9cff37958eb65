import { afterAll, beforeAll, expect, test } from "vitest";
import { findRentedOffers } from "../sessions/store/machines.ts";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { HOUR_MS } from "../values/hour.ts";
import { usd } from "../values/money.ts";
import { startSession } from "../sessions/start.ts";
import { closeHours } from "./close-hours.ts";
import { forgetOffers } from "./forget-offers.ts";
import { holdOffer } from "./hold-offer.ts";
import { understandGpu } from "./understand-search.ts";

const DAY_MS = 24 * HOUR_MS;
let world: World;
let ada: Person;
beforeAll(async () => {
  world = await makeWorld();
  ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(100));
});
afterAll(() => world?.close());

const forget = () => forgetOffers(world.ctx(), findRentedOffers);
const kept = async () => {
  const rows = await world.database.sql<{ id: string }[]>`select external_id as id from offers order by 1`;
  return rows.map(({ id }) => id);
};
/** A market of which what is not named is gone. */
async function remains(...offers: ReturnType<typeof listed>[]): Promise<void> {
  for (let lists = 0; lists < 20; lists++) await list(world, offers);
}

test("what was withdrawn two weeks ago is forgotten, however much it is", async () => {
  const many = Array.from({ length: 450 }, (_, at) => listed(`gone ${at}`));
  await list(world, [...many, listed("stays")]);
  await remains(listed("stays"));
  await world.clock.advance(14 * DAY_MS);
  expect(await forget()).toBe(0);
  await world.clock.advance(1);
  await list(world, [listed("stays")]);
  expect(await forget()).toBe(450);
  expect(await kept()).toEqual(["stays"]);
});

test("one that comes back after it was forgotten is listed anew, and what is withdrawn since stays", async () => {
  await list(world, [listed("stays"), listed("gone 1"), listed("withdrawn")]);
  await remains(listed("stays"), listed("gone 1"));
  expect(await forget()).toBe(0);
  expect(await kept()).toEqual(["gone 1", "stays", "withdrawn"]);
});

test("what was held, rented or told of by a watch stays, for that names it", async () => {
  await list(
    world,
    ["stays", "held", "rented", "made", "told", "nobody's"].map((id) => listed(id)),
  );
  const idOf = async (externalId: string) => {
    const [row] = await world.database.sql`select id from offers where external_id = ${externalId}`;
    return String(row?.["id"]);
  };
  await holdOffer(world.ctx(ada), { offerId: await idOf("held"), minutes: 10 }, "a key for a hold");
  const { session } = await startSession(world.ctx(ada), { offerId: await idOf("rented"), hours: 1 });
  await world.database.sql`
    insert into machines (id, session_id, provider_id, attempt, state, offer_id, asked_at)
    values ('mac_1', ${session.id}, 'vast', 1, 'over', ${await idOf("made")}, now())`;
  await world.database.sql`
    insert into price_watches (id, account_id, gpu_model, gpu_count, kind, price_per_gpu_hour, state, created_by,
      created_at, fired_at, fired_offer_id)
    values ('w', ${ada.accountId}, 'H100', 1, 'on_demand', 1, 'fired', 'Ada', now(), now(), ${await idOf("told")})`;
  await remains(listed("stays"));
  await world.clock.advance(15 * DAY_MS);
  await forget();
  expect(await kept()).toEqual(["held", "made", "rented", "stays", "told"]);
});

test("a GPU whose offers are all forgotten is still known by its name", async () => {
  const rare = listed("rare", { gpuRawName: "Radeon PRO W9999" });
  await list(world, [listed("stays"), rare]);
  await world.clock.advance(2 * HOUR_MS);
  await list(world, [listed("stays"), rare]);
  await closeHours(world.ctx());
  await remains(listed("stays"));
  await world.clock.advance(15 * DAY_MS);
  const before = await understandGpu(world.ctx(), "radeon pro w9999");
  await forget();
  expect(await kept()).not.toContain("rare");
  expect(await understandGpu(world.ctx(), "radeon pro w9999")).toEqual(before);
});
