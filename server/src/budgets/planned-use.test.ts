import { afterEach, beforeEach, expect, test } from "vitest";
import { makeForecaster } from "../forecasts/forecaster.ts";
import { makeForecasts } from "../forecasts/make.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPerson } from "../testing/team.ts";
import { steps, tellHistory } from "../testing/told-history.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { HOUR_MS, hourOf } from "../values/hour.ts";
import { type Usd, usd } from "../values/money.ts";
import { createPlannedUse, lookAtPlannedUse, removePlannedUse } from "./planned-use.ts";
import { listPlans } from "./store/planned-uses.ts";

let world: World;
let ada: Person;
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
});
afterEach(() => world?.close());

const plan = (rest: Partial<Parameters<typeof createPlannedUse>[1]> = {}) =>
  createPlannedUse(world.ctx(ada), {
    name: "Nightly",
    gpu: "h100",
    gpuCount: 8,
    hoursPerDay: 6,
    line: usd(50),
    ...rest,
  });
const look = () => Promise.all([1, 2, 3].map(() => lookAtPlannedUse(world.ctx())));
const drawLine = async (line: Usd) => {
  await world.database.sql`update planned_uses set line_micros = ${String(line)}`;
  await world.clock.advance(HOUR_MS);
  await look();
};
const letters = async () => {
  const rows = await world.database.sql<{ content: string }[]>`select content from mails order by id`;
  return rows.map(({ content }) => JSON.parse(content) as { subject: string; paragraphs: string[] });
};

test("seven days that pass a line are told once, with the cheapest hours, and again only after they were well below", async () => {
  const last = new Date(hourOf(world.clock.now()).getTime() - HOUR_MS);
  await list(world, [listed("1", { gpuRawName: "H100 SXM", gpuCount: 8, pricePerHour: usd(16) })]);
  await tellHistory(world, steps(400), { last });
  await makeForecasts(world.ctx(), makeForecaster());
  const { id, expected, windows } = await plan();
  if (expected === null) throw new Error("it was foretold");
  expect(expected > usd(50)).toBe(true);
  expect(windows.length).toBeGreaterThan(0);
  await look();
  const told = await letters();
  expect(told).toHaveLength(1);
  expect(told[0]?.subject).toMatch(/^Seven days of “Nightly” will cost about \$/);
  expect(told[0]?.paragraphs.join(" ")).toMatch(/6 h a day of 8 × H100 .*line is at \$50\.00.*cheapest/);

  // A line a little above is not yet well above; a tenth above is.
  await drawLine((expected * 103n) / 100n);
  expect((await listPlans(world.ctx(ada)))[0]?.overSince).not.toBe(null);
  await drawLine(usd(50));
  expect(await letters()).toHaveLength(1);
  await drawLine((expected * 12n) / 10n);
  expect((await listPlans(world.ctx(ada)))[0]?.overSince).toBe(null);
  await drawLine(usd(50));
  expect(await letters()).toHaveLength(2);

  const eve = await addPerson(world, "Eve");
  await expect(removePlannedUse(world.ctx(eve), id)).rejects.toMatchObject({ type: "NotFound" });
  await removePlannedUse(world.ctx(ada), id);
  expect(await listPlans(world.ctx(ada))).toEqual([]);
});

test("a plan that makes no sense is refused with its field, and one that cannot be foretold says why", async () => {
  for (const [change, field] of [
    [{ name: "a\nb" }, "name"],
    [{ gpuCount: 0 }, "gpuCount"],
    [{ hoursPerDay: 25 }, "hoursPerDay"],
    [{ line: 0n }, "line"],
    [{ gpu: " " }, "gpu"],
  ] as const)
    await expect(plan(change)).rejects.toMatchObject({ field });
  const { problem, expected } = await plan();
  expect(expected).toBe(null);
  expect(problem).toBeTruthy();
  expect(await letters()).toEqual([]);
});
