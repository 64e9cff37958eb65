import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../platform/clock.ts";
import { buildSchema } from "../../schema.ts";
import { type Answer, startTestApi, type TestApi } from "../../testing/api.ts";
import { listed } from "../../testing/listed.ts";
import { list } from "../../testing/market.ts";
import { addPerson } from "../../testing/team.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import { HOUR_MS } from "../../values/hour.ts";
import { type NewPoint, writePoints } from "../store/price-hours.ts";

let world: World;
let api: TestApi;

// The world's clock stands at nine o'clock on Friday, the 20th of November.
const START = Date.parse("2026-11-16T00:00:00Z");
const point = (hour: number, dollars: number, facts: Partial<NewPoint> = {}): NewPoint => ({
  providerId: "vast",
  gpuModel: "H100",
  gpuSocket: "SXM",
  region: null,
  kind: "on_demand",
  hour: new Date(START + hour * HOUR_MS),
  low: BigInt(dollars * 900_000),
  median: BigInt(dollars * 1e6),
  high: BigInt(dollars * 1_200_000),
  count: 5 + hour,
  ...facts,
});

beforeAll(async () => {
  world = await makeWorld();
  const offers = [
    listed("1", { gpuRawName: "H100 SXM" }),
    listed("2", { gpuRawName: "H100 SXM" }),
    listed("3", { gpuRawName: "RTX 4090" }),
  ];
  await list(world, offers);
  // A day with a hole of an hour, an hour of the day after, and another region and provider.
  await writePoints(
    world.ctx(),
    [
      ...[0, 1, 3].map((hour) => point(hour, 2 + hour)),
      point(24, 9),
      point(0, 7, { region: "Texas" }),
      point(0, 8, { providerId: "elsewhere" }),
      point(0, 1, { gpuModel: "K80", gpuSocket: null }),
    ],
    "observed",
  );
  api = await startTestApi(world, buildSchema(), [await addPerson(world, "Ada")]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const HISTORY = `query History($filter: PriceSeriesFilter, $ids: [ID!], $from: DateTime!, $to: DateTime!, $step: PriceStep) {
  priceHistory(filter: $filter, seriesIds: $ids, from: $from, to: $to, step: $step) {
    __typename
    ... on Refusal { message }
    ... on UnknownGpu { gpu nearest }
    ... on TooManyPoints { asked most }
    ... on PriceHistory {
      from to
      series { series { id providerId gpuModel region } points { at low median high count hours sources } }
    }
  }
}`;

interface Answered {
  __typename: string;
  series: { series: { id: string; providerId: string }; points: Record<string, unknown>[] }[];
  [fact: string]: unknown;
}

function answered(body: Answer["body"]): Record<string, unknown> {
  expect(body.errors).toBeUndefined();
  return body.data ?? {};
}

async function history(variables: object): Promise<Answered> {
  const asked = { from: "2026-11-16T00:00:00Z", to: "2026-11-16T05:00:00Z", ...variables };
  const { body } = await api.ask("Ada", HISTORY, asked);
  return answered(body)["priceHistory"] as Answered;
}

test("hours are told one by one, and an hour of which nothing is known is a gap", async () => {
  const { series } = await history({ filter: { gpuModels: ["h100"], providers: ["vast"] } });
  expect(series).toHaveLength(1);
  expect(series[0]?.points.map(({ median, count, sources }) => [median, count, sources])).toEqual([
    ["2.000000", 5, ["OBSERVED"]],
    ["3.000000", 6, ["OBSERVED"]],
    [null, 0, []],
    ["5.000000", 8, ["OBSERVED"]],
    [null, 0, []],
  ]);
});

test("a day is the lowest, the middle and the highest of its hours, and says how many it knows", async () => {
  const { from, to, series } = await history({
    filter: { gpuModels: ["H100"], providers: ["vast"] },
    from: "2026-11-16T12:00:00Z",
    to: "2026-11-17T12:00:00Z",
    step: "DAY",
  });
  expect([from, to]).toEqual(["2026-11-16T00:00:00.000Z", "2026-11-18T00:00:00.000Z"]);
  expect(series[0]?.points).toEqual([
    {
      at: "2026-11-16T00:00:00.000Z",
      low: "1.800000",
      median: "3.000000",
      high: "6.000000",
      count: 8,
      hours: 3,
      sources: ["OBSERVED"],
    },
    expect.objectContaining({ median: "9.000000", hours: 1 }),
  ]);
  const week = await history({
    filter: { gpuModels: ["H100"], providers: ["vast"] },
    to: "2026-11-23T00:00:00Z",
    step: "WEEK",
  });
  expect(week.series[0]?.points).toMatchObject([{ median: "3.000000", hours: 4 }]);
});

test("a filter finds whole markets, and those of regions where regions are asked for", async () => {
  const found = async (filter: object) =>
    (await history({ filter })).series.map(({ series }) => series.providerId).toSorted();
  expect(await found({ gpuModels: ["H100"] })).toEqual(["elsewhere", "vast"]);
  expect(await found({ gpuModels: ["H100"], regions: ["Texas"] })).toEqual(["vast"]);
  expect(await found({ gpuModels: ["H100"], kinds: ["INTERRUPTIBLE"] })).toEqual([]);
  // Of a GPU that nobody offers any more.
  expect(await found({ gpuModels: ["tesla k80"] })).toEqual(["vast"]);
});

test("a series is found by its id", async () => {
  const { body } = await api.ask(
    "Ada",
    "{ priceSeries(first: 1) { nodes { id } pageInfo { hasNextPage } } }",
  );
  const page = answered(body)["priceSeries"] as { nodes: { id: string }[]; pageInfo: object };
  expect(page.pageInfo).toEqual({ hasNextPage: true });
  const { series } = await history({ ids: page.nodes.map(({ id }) => id) });
  expect(series.map((one) => one.series.id)).toEqual(page.nodes.map(({ id }) => id));
});

test("what cannot be answered is refused with its facts", async () => {
  const filter = { gpuModels: ["H100"] };
  expect(await history({ filter: { gpuModels: ["H1000"] } })).toMatchObject({
    __typename: "UnknownGpu",
    gpu: "H1000",
    nearest: ["H100", "A100", "H200"],
  });
  expect(await history({ filter, to: "2026-11-15T00:00:00Z" })).toMatchObject({ __typename: "InvalidInput" });
  expect(await history({ filter, from: "0001-01-01T00:00:00Z" })).toMatchObject({
    __typename: "InvalidInput",
  });
  expect(await history({})).toMatchObject({ __typename: "InvalidInput" });
  expect(await history({ filter, from: "2020-01-01T00:00:00Z" })).toMatchObject({
    __typename: "TooManyPoints",
    most: 10_000,
  });
});

test("every offer of a page has its market's last week, and all are read in one statement", async () => {
  let statements = 0;
  const counted = await startTestApi(world, buildSchema(), [...api.actors.values()], {
    platform: {
      ...world.platform,
      clock: { ...systemClock, now: () => world.clock.now() },
      db: new Proxy(world.platform.db, {
        get(target, name, receiver) {
          if (name === "select" || name === "$client") statements += 1;
          return Reflect.get(target, name, receiver) as unknown;
        },
      }),
    },
  });
  const { body } = await counted.ask(
    "Ada",
    "{ offers { nodes { gpu { model } sparkline { at medians changePercent stepHours } } } }",
  );
  const { nodes } = answered(body)["offers"] as {
    nodes: {
      gpu: { model: string };
      sparkline: { at: string[]; medians: string[]; changePercent: number | null };
    }[];
  };
  const h100 = nodes.filter(({ gpu }) => gpu.model === "H100");
  expect(h100).toHaveLength(2);
  for (const { sparkline } of h100) {
    expect(sparkline).toEqual({
      at: ["2026-11-16T00:00:00.000Z", "2026-11-17T00:00:00.000Z"],
      medians: ["3.000000", "9.000000"],
      changePercent: 200,
      stepHours: 6,
    });
  }
  expect(nodes.find(({ gpu }) => gpu.model === "RTX 4090")?.sparkline.changePercent).toBeNull();
  // The page of offers, and the sparklines of all of them.
  expect(statements).toBe(2);
  await counted.stop();
});

test("an offer tells what happened to its price", async () => {
  await list(world, [
    listed("1", { gpuRawName: "H100 SXM", pricePerHour: 2_500_000n }),
    listed("2", { gpuRawName: "H100 SXM" }),
    listed("3", { gpuRawName: "RTX 4090" }),
  ]);
  const { body } = await api.ask(
    "Ada",
    '{ offers(filter: { gpuModels: ["H100"] }) { nodes { priceChanges { pricePerGpuHour } } } }',
  );
  const { nodes } = answered(body)["offers"] as { nodes: { priceChanges: object[] }[] };
  expect(nodes.map(({ priceChanges }) => priceChanges).toSorted((a, b) => a.length - b.length)).toEqual([
    [{ pricePerGpuHour: "1.000000" }],
    [{ pricePerGpuHour: "2.500000" }, { pricePerGpuHour: "1.000000" }],
  ]);
});
