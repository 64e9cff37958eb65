import { afterEach, beforeEach, expect, test } from "vitest";
import { findRentable } from "../offers/index.ts";
import { startSession } from "../sessions/index.ts";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { inHours } from "../testing/pools.ts";
import { addPerson } from "../testing/team.ts";
import { steps, tellHistory } from "../testing/told-history.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { parseUsd, usd } from "../values/money.ts";
import { findBestWindows } from "./find-best-windows.ts";
import { makeForecaster } from "./forecaster.ts";
import { makeForecasts } from "./make.ts";

let world: World;
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
});
afterEach(() => world?.close());

async function foretell(prices: readonly number[]): Promise<void> {
  const last = new Date(hourOf(world.clock.now()).getTime() - HOUR_MS);
  await tellHistory(world, prices, { last, kind: "on_demand" });
  await makeForecasts(world.ctx(), makeForecaster());
}
const windows = (durationHours: number) =>
  findBestWindows(world.ctx(), {
    gpu: "h100",
    gpuCount: 1,
    durationHours,
    deadline: inHours(world, 72),
    first: 3,
  });
const machine = { gpuRawName: "H100 SXM", gpuCount: 1 };

test("starting at once is said to cost what a session on the cheapest machine then costs, its disk too", async () => {
  const ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(500));
  // About two dollars, and nine for two hours of every three days: the last hour is one of those.
  await foretell(Array.from({ length: 569 }, (_, hour) => (hour % 71 < 2 ? 9 : 2 + (hour % 5) / 50)));
  await list(world, [
    listed("dear disk", { ...machine, pricePerHour: usd(9), diskPricePerGbMonth: usd(30) }),
    listed("cheapest", { ...machine, pricePerHour: usd(9) + 1n, diskPricePerGbMonth: usd(1) }),
  ]);
  const { startNow } = await windows(4);
  const { session } = await startSession(world.ctx(ada), { offerId: startNow?.offerId ?? "", hours: 4 });
  const costs = 4n * session.pricePerHour;
  expect(startNow).toMatchObject({ expected: costs, low80: costs, high80: costs });
});

test("a later start that is said to save is expected to cost less than the machine that starts at once", async () => {
  await foretell(Array.from({ length: 600 }, (_, hour) => Number((3 * 0.9996 ** hour).toFixed(4))));
  const dollars = ["1.90", "2.30", "2.36", "2.40"];
  await list(
    world,
    dollars.map((price) =>
      listed(price, { ...machine, pricePerHour: parseUsd(price), diskPricePerGbMonth: 0n }),
    ),
  );
  const { windows: found, startNow } = await windows(6);
  expect(startNow?.expected).toBe(parseUsd("11.40"));
  const later = found.filter(({ startsAt }) => startsAt > world.clock.now());
  expect(later.some(({ saving }) => saving > 0n)).toBe(true);
  for (const { expected, saving } of later)
    if (saving > 0n) expect(expected + saving).toBe(startNow?.expected);
});

test("a window for an H100 SXM is of machines with that socket: a PCIe is neither offered nor counted", async () => {
  await foretell(steps(400, 3));
  await list(world, [
    listed("sxm", { ...machine, pricePerHour: usd(3) }),
    listed("pcie", { ...machine, gpuRawName: "H100 PCIE", pricePerHour: usd(2) }),
  ]);
  const { startNow } = await windows(6);
  expect(startNow?.offersNow).toBe(1);
  const offer = await findRentable(world.ctx(), startNow?.offerId ?? "", 50);
  expect(offer).toMatchObject({ gpuSocket: "SXM", gpuRawName: "H100 SXM" });
});
