import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchema } from "../../schema.ts";
import { key } from "../../testing/actors.ts";
import { Frames, startTestApi, type TestApi } from "../../testing/api.ts";
import { untilTold } from "../../testing/horizon.ts";
import { listed } from "../../testing/listed.ts";
import { list } from "../../testing/market.ts";
import { steps, tellHistory } from "../../testing/told-history.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import { HOUR_MS, hourOf } from "../../values/hour.ts";
import { makeForecaster } from "../forecaster.ts";
import { makeForecasts } from "../make.ts";

let world: World;
let api: TestApi;
let last: Date;
let seriesId: string;
beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  last = new Date(hourOf(world.clock.now()).getTime() - HOUR_MS);
  await list(world, [
    listed("1", { gpuRawName: "H100 SXM" }),
    listed("2", { gpuRawName: "H100 SXM", gpuCount: 2 }),
    listed("3", { gpuRawName: "RTX 4090" }),
  ]);
  await tellHistory(world, steps(200), { last });
  await tellHistory(world, steps(30), { last, gpuModel: "RTX 4090", gpuSocket: null });
  await makeForecasts(world.ctx(), makeForecaster());
  const [row] = await world.database.sql<
    { id: string }[]
  >`select id from price_series where gpu_model = 'H100'`;
  seriesId = row?.id ?? "";
  api = await startTestApi(world, buildSchema(), [key("reader", ["read"])]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const ask = async (query: string, variables: object = {}) => (await api.ask("reader", query, variables)).body;

test("a forecast is asked for by its market, hour by hour, in nine quantiles that do not cross", async () => {
  const { data, errors } = await ask(`{ forecast(market: { gpu: "h100 sxm", provider: "vast" }, hours: 24) {
    __typename ... on Forecast { cutOffAt naive historyHours verdict showsNaive series { id } at median
      quantiles { level prices shown } record { hours mape } } } }`);
  expect(errors).toBeUndefined();
  const { forecast } = data as never as {
    forecast: { at: string[]; median: string[]; quantiles: { level: number; prices: string[] }[] };
  };
  expect(forecast).toMatchObject({
    __typename: "Forecast",
    cutOffAt: last.toISOString(),
    historyHours: 200,
    series: { id: seriesId },
    record: { hours: 0, mape: null },
  });
  expect(forecast.at[0]).toBe(new Date(last.getTime() + HOUR_MS).toISOString());
  expect(forecast.median).toHaveLength(24);
  expect(forecast.quantiles.map(({ level }) => level)).toEqual([
    0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975,
  ]);
  for (let hour = 0; hour < 24; hour++) {
    const prices = forecast.quantiles.map(({ prices }) => Number(prices[hour]));
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  }
});

test("F1: what cannot be forecast is refused with what there is and what is needed", async () => {
  const { data } = await ask(`{
    short: forecast(market: { gpu: "rtx4090" }) { __typename ... on NotEnoughHistory { message have need notSeenSince } }
    none: forecast(market: { gpu: "b200" }) { __typename ... on NotEnoughHistory { have } }
    unknown: forecast(market: { gpu: "voodoo 2" }) { __typename }
    missing: forecast(seriesId: "ser_none") { __typename }
    long: forecast(seriesId: "${seriesId}", hours: 169) { __typename ... on InvalidInput { field } } }`);
  expect(data).toEqual({
    short: {
      __typename: "NotEnoughHistory",
      message: "Need at least 50 hours of price history",
      have: 30,
      need: 50,
      notSeenSince: null,
    },
    none: { __typename: "NotEnoughHistory", have: 0 },
    unknown: { __typename: "UnknownGpu" },
    missing: { __typename: "NotFound" },
    long: { __typename: "InvalidInput", field: "hours" },
  });
});

test("every offer says where its market is going, and what is not known is null", async () => {
  const { data, errors } = await ask(
    "{ offers { nodes { gpu { model } forecast { stepHours medians low high naive verdict kind } } } }",
  );
  expect(errors).toBeUndefined();
  const { nodes } = (data as never as { offers: { nodes: { gpu: { model: string }; forecast: object }[] } })
    .offers;
  for (const { gpu, forecast } of nodes) {
    if (gpu.model === "H100") expect(forecast).toMatchObject({ stepHours: 6, kind: "AVAILABLE" });
    else expect(forecast).toBeNull();
  }
  expect(nodes).toHaveLength(3);
});

test("forecastChanged starts with how things stand, and goes on with each that is made", async () => {
  const client = api.client("reader");
  const document = `subscription Watch($after: Cursor) { forecastChanged(seriesIds: ["${seriesId}"], after: $after) {
    __typename ... on ForecastsSnapshot { cursor forecasts { cutOffAt } }
    ... on ForecastHappened { cursor event seriesIds forecasts { cutOffAt } } } }`;
  // What was made before is told by now.
  await untilTold(world.database.sql);
  const frames = new Frames<{ forecastChanged: { cursor: string } }>(client, document);
  const first = await frames.next();
  expect(first.forecastChanged).toMatchObject({
    __typename: "ForecastsSnapshot",
    forecasts: [{ cutOffAt: last.toISOString() }],
  });
  await world.clock.advance(HOUR_MS);
  const next = new Date(last.getTime() + HOUR_MS);
  await tellHistory(world, [2.1], { last: next });
  await makeForecasts(world.ctx(), makeForecaster());
  const told = { event: "ISSUED", seriesIds: [seriesId], forecasts: [{ cutOffAt: next.toISOString() }] };
  expect((await frames.next()).forecastChanged).toMatchObject(told);
  // Whoever was away is told the same.
  const later = new Frames<{ forecastChanged: object }>(client, document, {
    after: first.forecastChanged.cursor,
  });
  expect((await later.next()).forecastChanged).toMatchObject(told);
  await client.dispose();
});

test("forecastChanged tells what is foretold of every series that is named, however many are", async () => {
  const gpus = Array.from({ length: 11 }, (_, at) => `X${at}00`);
  for (const gpuModel of gpus) await tellHistory(world, steps(60), { last, gpuModel, gpuSocket: null });
  await makeForecasts(world.ctx(), makeForecaster());
  const rows = await world.database.sql<{ id: string }[]>`
    select id from price_series where gpu_model = any(${gpus}) order by id`;
  const seriesIds = rows.map(({ id }) => id);
  const client = api.client("reader");
  const document = `subscription Many($seriesIds: [ID!]) { forecastChanged(seriesIds: $seriesIds) {
    ... on ForecastsSnapshot { forecasts { series { id } } } } }`;
  const frames = new Frames<{ forecastChanged: { forecasts: { series: { id: string } }[] } }>(
    client,
    document,
    {
      seriesIds,
    },
  );
  const { forecasts } = (await frames.next()).forecastChanged;
  expect(forecasts.map(({ series }) => series.id)).toEqual(seriesIds);
  await client.dispose();
});
