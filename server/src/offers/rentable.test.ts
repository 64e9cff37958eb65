import { afterAll, beforeAll, expect, test } from "vitest";
import type { ListedOffer } from "../providers/provider.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { usd } from "../values/money.ts";
import { listRentable } from "./store/rentable.ts";

const MINUTE_MS = 60_000;
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.close());

const listAt = (id: string, ...offers: ListedOffer[]) => list(world, offers, { id, name: id });
const rentable = (gpuModel: string, capPerHour = usd(1)) =>
  listRentable(world.ctx(), {
    gpuCount: 1,
    kind: "on_demand",
    diskGb: 100,
    capPerHour,
    providers: null,
    gpuModel,
  });

test("what was last listed too long ago is nobody's to rent for the price of then", async () => {
  const facts = { gpuRawName: "RTX A6000", vramGb: 48, pricePerHour: 100_000n };
  await listAt("silent", listed("old", facts));
  await world.clock.advance(14 * MINUTE_MS);
  await listAt("talking", listed("new", { ...facts, pricePerHour: 800_000n }));
  const found = async () => (await rentable("RTX A6000")).map(({ providerId }) => providerId);
  expect(await found()).toEqual(["silent", "talking"]);
  await world.clock.advance(MINUTE_MS);
  expect(await found()).toEqual(["talking"]);
});

test("one within the cap is found among however many that are cheaper without their disks and dearer with them", async () => {
  const facts = { gpuRawName: "RTX 5090", vramGb: 32 };
  // 100 GB of it are 0.208 an hour.
  const dear = { ...facts, diskPricePerGbMonth: 1_500_000n };
  await listAt(
    "dear",
    ...Array.from({ length: 400 }, (_, at) => listed(`${at}`, { ...dear, pricePerHour: 700_000n })),
  );
  const fair = { ...facts, diskPricePerGbMonth: 0n };
  await listAt("fair", listed("1", { ...fair, pricePerHour: 750_000n }));
  await listAt("fairer", listed("1", { ...fair, pricePerHour: 749_999n }));
  const found = await rentable("RTX 5090", 800_000n);
  expect(found.map(({ providerId }) => providerId)).toEqual(["fairer", "fair"]);
});

test("the cap is met to the micro-dollar", async () => {
  await listAt(
    "exact",
    listed("1", { gpuRawName: "L40S", pricePerHour: 700_000n, diskPricePerGbMonth: 150_000n }),
  );
  expect((await rentable("L40S", 720_833n)).map(({ allInPerHour }) => allInPerHour)).toEqual([720_833n]);
  expect(await rentable("L40S", 720_832n)).toEqual([]);
});
