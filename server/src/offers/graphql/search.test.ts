import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchema } from "../../schema.ts";
import { key } from "../../testing/actors.ts";
import { Frames, startTestApi, type TestApi } from "../../testing/api.ts";
import { listed } from "../../testing/listed.ts";
import { list } from "../../testing/market.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import { usd } from "../../values/money.ts";

let world: World;
let api: TestApi;
beforeAll(async () => {
  world = await makeWorld();
  await list(world, [
    listed("1", {
      gpuRawName: "H100 SXM",
      gpuCount: 8,
      pricePerHour: usd(16),
      diskPricePerGbMonth: 720_000n,
    }),
    listed("2", { gpuRawName: "H100 SXM", gpuCount: 8, pricePerHour: usd(24) }),
    listed("3", { gpuRawName: "Gaudi 3 HL-325L" }),
  ]);
  api = await startTestApi(world, buildSchema(), [key("reader", ["read"])]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const ask = async (query: string, variables: object = {}) => (await api.ask("reader", query, variables)).body;

test("a list is asked for by a line of text, and says its line", async () => {
  const { data, errors } = await ask(
    '{ offers(text: "H100 x8 <=$2.00/gpu sort:-price") { totalCount text } }',
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({ offers: { totalCount: 1, text: "h100 x8 <2.00/gpu sort:-price" } });
});

test("an order that leaves its direction out goes upwards, in a variable too", async () => {
  const query = "query ($sort: [OfferSort!]) { offers(sort: $sort) { nodes { pricePerHour } } }";
  const { data, errors } = await ask(query, { sort: [{ field: "PRICE_PER_HOUR" }] });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    offers: { nodes: ["1.000000", "16.000000", "24.000000"].map((pricePerHour) => ({ pricePerHour })) },
  });
});

test("a line is told in its parts, which are the filter that finds the same", async () => {
  const parsed = await ask(
    `{ parseOfferSearch(text: "x8 h100 region:us <2.50/gpu") { __typename ... on OfferSearch {
      text filter { gpuModels gpuCount countries pricePerGpuHourMax } sort { field direction } } } }`,
  );
  expect(parsed.data).toEqual({
    parseOfferSearch: {
      __typename: "OfferSearch",
      text: "h100 x8 <2.50/gpu region:us",
      filter: { gpuModels: ["H100"], gpuCount: 8, countries: ["US"], pricePerGpuHourMax: "2.500000" },
      sort: [],
    },
  });
  const { filter } = (parsed.data as unknown as { parseOfferSearch: { filter: object } }).parseOfferSearch;
  const found = await ask("query ($filter: OfferFilter) { offers(filter: $filter) { totalCount text } }", {
    filter,
  });
  expect(found.data).toEqual({ offers: { totalCount: 1, text: "h100 x8 <2.50/gpu region:us" } });
});

test("a GPU that only the market knows is known", async () => {
  const { data } = await ask('{ offers(text: "gaudi 3 hl 325l") { totalCount text } }');
  expect(data).toEqual({ offers: { totalCount: 1, text: "gaudi-3-hl-325l" } });
});

test("a word that makes no sense is a refusal to who parses it, and bad input to who lists by it", async () => {
  const parsed = await ask(
    '{ parseOfferSearch(text: "relability>0.9") { __typename ... on SearchNotUnderstood { word meant message } } }',
  );
  expect(parsed.data).toMatchObject({
    parseOfferSearch: { __typename: "SearchNotUnderstood", word: "relability>0.9" },
  });
  const unknown = await ask(
    '{ parseOfferSearch(text: "h10o") { __typename ... on UnknownGpu { gpu nearest } } }',
  );
  expect(unknown.data).toMatchObject({ parseOfferSearch: { __typename: "UnknownGpu", gpu: "h10o" } });
  const lists = ['text: "h10o"', 'filter: { gpuModels: ["h10o"] }'];
  for (const how of lists) {
    const { errors } = await ask(`{ offers(${how}) { totalCount } }`);
    expect(errors?.[0]?.extensions, how).toMatchObject({ code: "BAD_USER_INPUT", refusal: "UnknownGpu" });
    expect(errors?.[0]?.extensions["nearest"], how).toContain("H100");
  }
  const both = await ask('{ offers(text: "h100", filter: { gpuCount: 8 }) { totalCount } }');
  expect(both.errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: "text" });
});

test("a subscription goes by the same line, and refuses the same words", async () => {
  const client = api.client("reader");
  const query = `subscription ($text: String) { offersChanged(text: $text) {
    ... on OffersSnapshot { offers { pricePerHour } } ... on OffersDelta { changed { pricePerHour } withdrawn } } }`;
  const frames = new Frames(client, query, { text: "h100 x8 <2.00/gpu" });
  expect(await frames.next()).toEqual({ offersChanged: { offers: [{ pricePerHour: "16.000000" }] } });
  await list(world, [listed("2", { gpuRawName: "H100 SXM", gpuCount: 8, pricePerHour: usd(12) })]);
  expect(await frames.next()).toEqual({
    offersChanged: { changed: [{ pricePerHour: "12.000000" }], withdrawn: [] },
  });
  const refused = new Frames(client, query, { text: "h10o" });
  expect(JSON.stringify(await refused.ended)).toContain("UnknownGpu");
  await client.dispose();
});

test("the price with everything is told with its parts", async () => {
  const { data } = await ask(
    `{ offers(text: "h100 x8 sort:machine-allin disk:100", first: 1) { nodes {
      allIn(diskGb: 100) { pricePerHour pricePerGpuHour parts { of pricePerHour pricePerGpuHour } } } } }`,
  );
  const parts = (data as unknown as { offers: { nodes: { allIn: { parts: object[] } }[] } }).offers.nodes[0]
    ?.allIn.parts;
  expect(parts).toHaveLength(2);
  expect(parts?.[0]).toMatchObject({ of: "GPUS" });
});
