import { afterEach, beforeEach, expect, test } from "vitest";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS } from "../values/hour.ts";
import { usd } from "../values/money.ts";
import { closeHours } from "./close-hours.ts";
import { keepPartitions } from "./keep-partitions.ts";

let world: World;
beforeEach(async () => {
  world = await makeWorld({ pool: 6 });
});
afterEach(() => world?.close());

const hours = (count: number) => world.clock.advance(count * HOUR_MS);
const offer = (id: string, dollars: number, region = "Texas") =>
  listed(id, { pricePerHour: usd(dollars), region });

interface PointRow {
  region: string | null;
  hour: string;
  median: string;
  count: number;
}

const points = (region: string | null = null) =>
  world.database.sql<PointRow[]>`
    select s.region, to_char(p.hour at time zone 'UTC', 'DD HH24') as hour, p.median::text, p.count
    from price_points p join price_series s on s.number = p.series
    where s.region is not distinct from ${region} order by p.hour`;

test("an hour's point is made once it is over, for the whole market and for each region", async () => {
  await list(world, [offer("1", 1), offer("2", 2), offer("3", 6, "Bavaria")]);
  expect(await closeHours(world.ctx())).toBe(0);
  await hours(1);
  await world.clock.advance(4 * 60_000);
  expect(await closeHours(world.ctx())).toBe(1);
  expect(await points()).toEqual([{ region: null, hour: "20 09", median: "2000000", count: 3 }]);
  expect(await points("Bavaria")).toEqual([
    { region: "Bavaria", hour: "20 09", median: "6000000", count: 1 },
  ]);
});

test("closing late, twice, and on two replicas at once gives the points that closing on time gives", async () => {
  const live = async (onTime: boolean) => {
    await list(world, [offer("1", 1), offer("2", 2), offer("3", 3)]);
    for (const prices of [
      [1, 2, 4],
      [1.5, 2],
      [2, 2.5, 5],
      [2, 2.5],
    ]) {
      await hours(1);
      if (onTime) await closeHours(world.ctx());
      // Three lists, so that what is not shown is withdrawn.
      for (let shown = 0; shown < 3; shown++) {
        await world.clock.advance(60_000);
        await list(
          world,
          prices.map((price, at) => listed(String(at + 1), { pricePerHour: BigInt(price * 1e6) })),
        );
      }
      await world.clock.advance(-3 * 60_000);
    }
    await hours(2);
  };
  await live(true);
  await closeHours(world.ctx());
  const onTime = await points();
  expect(onTime).toHaveLength(5);
  await world.close();

  world = await makeWorld({ pool: 6 });
  await live(false);
  const closed = await Promise.all([
    closeHours(world.ctx()),
    closeHours(world.ctx()),
    closeHours(world.ctx()),
  ]);
  expect(closed.reduce((a, b) => a + b)).toBe(5);
  expect(await closeHours(world.ctx())).toBe(0);
  expect(await points()).toEqual(onTime);
});

test("an hour that fails is not half there, and is made whole by the next run", async () => {
  await list(world, [offer("1", 1)]);
  await hours(2);
  const failing = {
    ...world.ctx(),
    newId: () => {
      throw new Error("out of ids");
    },
  };
  await expect(closeHours(failing)).rejects.toThrow("out of ids");
  expect(await points()).toEqual([]);
  expect(await closeHours(world.ctx())).toBe(1);
  expect(await points()).toHaveLength(1);
});

test("a provider that could not be listed for hours leaves a gap, and its machines do not fade meanwhile", async () => {
  await list(world, [offer("1", 1), offer("2", 2)]);
  await hours(30);
  await list(world, [offer("1", 1), offer("2", 2)]);
  await hours(2);
  await closeHours(world.ctx());
  expect((await points()).map(({ hour }) => hour)).toEqual(["20 09", "21 15"]);
  const [basket] = await world.database.sql`select items from price_baskets`;
  expect(basket?.["items"]).toMatchObject([
    ["1 m1", "Texas", 1e6, 1, true],
    ["1 m2", "Texas", 2e6, 1, true],
  ]);
});

test("a host that relists under new ids, within the hour and over it, moves nothing", async () => {
  const under = (...ids: string[]) =>
    ids.map((id, at) => listed(id, { machineId: `m${at}`, pricePerHour: usd(at + 1) }));
  await list(world, under("1", "2", "3"));
  await hours(1);
  for (let shown = 0; shown < 3; shown++) await list(world, under("11", "12", "13"));
  await hours(1);
  await list(world, under("11", "12", "13"));
  await hours(2);
  await closeHours(world.ctx());
  expect((await points()).map(({ median, count }) => [median, count])).toEqual([
    ["2000000", 3],
    ["2000000", 3],
    ["2000000", 3],
  ]);
});

test("a change of price is written down as it happened, and an unchanged offer is not", async () => {
  await list(world, [offer("1", 1), offer("2", 2)]);
  await list(world, [offer("1", 1), offer("2", 3)]);
  await list(world, [offer("1", 1), offer("2", 3, "Bavaria")]);
  const rows = await world.database.sql`
    select o.external_id, c.what, c.price::text, c.region from offer_changes c join offers o on o.id = c.offer_id
    order by c.at, c.id`;
  expect(rows).toEqual([
    { external_id: "1", what: "listed", price: "1000000", region: "Texas" },
    { external_id: "2", what: "listed", price: "2000000", region: "Texas" },
    { external_id: "2", what: "priced", price: "3000000", region: null },
    { external_id: "2", what: "listed", price: "3000000", region: "Bavaria" },
  ]);
});

test("partitions are there before they are needed, and go with what is too old", async () => {
  const partitions = async (parent: string) =>
    (
      await world.database.sql<{ name: string }[]>`
        select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = ${parent}::regclass order by 1`
    ).map(({ name }) => name);
  await world.database.sql`select make_price_partitions('offer_changes', '2025-01-01', '2025-01-02')`;
  await world.database.sql`select make_price_partitions('price_points', '2023-12-31', '2023-12-31')`;
  await Promise.all(Array.from({ length: 4 }, () => keepPartitions(world.ctx())));
  expect(await partitions("price_points")).toEqual([
    "price_points_2026_11",
    "price_points_2026_12",
    "price_points_2027_01",
  ]);
  const days = await partitions("offer_changes");
  expect(days[0]).toBe("offer_changes_2026_11_20");
  expect(days).toHaveLength(8);
});

test("the program's role makes partitions of these tables only, and drops none that is young", async () => {
  const { sql } = world.database;
  await expect(sql`select make_price_partitions('events', now(), now())`).rejects.toThrow("no partitions");
  await expect(sql`select make_price_partitions('price_points', '1900-01-01', now())`).rejects.toThrow(
    "too many or too far",
  );
  await expect(sql`create table price_points_1999_01 partition of price_points default`).rejects.toThrow();
  await sql`select make_price_partitions('price_points', now(), now())`;
  const [row] = await sql`select drop_price_partitions('price_points', '2100-01-01') as dropped`;
  expect(row?.["dropped"]).toBe(0);
});
