import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchemaOf } from "../../graphql/build.ts";
import { person } from "../../testing/actors.ts";
import { startTestApi, type TestApi } from "../../testing/api.ts";
import { listed } from "../../testing/listed.ts";
import { list } from "../../testing/market.ts";
import { makeWorld, type World } from "../../testing/world.ts";
import { usd } from "../../values/money.ts";
import { sortFields } from "../rules/sort.ts";
import { columnsOfField } from "./columns.ts";
import { priceResolvers } from "./price-history.ts";
import { offerResolvers } from "./resolvers.ts";

// Of a page only those columns are read that what is asked for is told from. Whatever is asked for, the answer is the
// same as where everything is read.

const schema = buildSchemaOf([...offerResolvers, ...priceResolvers]);
let world: World;
let api: TestApi;
beforeAll(async () => {
  world = await makeWorld({ pool: 2 });
  api = await startTestApi(world, schema, [person("Ada")]);
  const first = listed("1", { pricePerHour: usd(2), reliability: 0.9, networkUpMbps: 100 });
  const second = listed("2", { pricePerHour: usd(3), gpuCount: 2, maxDurationHours: 12, country: "NO" });
  await list(world, [first, second]);
  await list(world, [{ ...first, pricePerHour: usd(1) }]);
  await world.database.sql`update offers set availability = 0.5, availability_samples = 4,
    availability_basis = 'machine', suppressed_until = now() + interval '1 day' where external_id = '1'`;
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const parts: Record<string, string> = {
  provider: "{ id name state lastListedAt }",
  gpu: "{ model vramGb socket rawName }",
  availability: "{ score sampleCount basis unknownBecause }",
  allIn: "(diskGb: 200) { diskGb pricePerHour pricePerGpuHour parts { of pricePerHour pricePerGpuHour } }",
};
const asking = (field: string) => `${field} ${parts[field] ?? ""}`;
/** Nobody says what it is told from, so that with it every column is read. */
const EVERYTHING = "sparkline { stepHours }";

type Page = { nodes: object[]; edges: { node: object }[]; pageInfo: object };

async function ask(selection: string, sort = "PRICE_PER_GPU_HOUR"): Promise<Page> {
  const filter = "filter: { includeSuppressed: true }";
  const { body } = await api.ask("Ada", `{ offers(${filter}, sort: { field: ${sort} }) { ${selection} } }`);
  expect(body.errors).toBeUndefined();
  return (body.data as unknown as { offers: Page }).offers;
}

test("a field by itself says what it says among all others, on its own, in an edge and in a fragment", async () => {
  const fields = [...columnsOfField.keys()];
  expect(fields).not.toContain("sparkline");
  const whole = await ask(`nodes { ${fields.map(asking).join(" ")} ${EVERYTHING} }`);
  expect(whole.nodes).toHaveLength(2);
  for (const field of fields) {
    const expected = whole.nodes.map((node) => ({ [field]: node[field as keyof typeof node] as unknown }));
    expect((await ask(`nodes { ${asking(field)} }`)).nodes, field).toEqual(expected);
    // What is counted beside them reads nothing of them.
    expect((await ask(`totalCount nodes { ${asking(field)} }`)).nodes, field).toEqual(expected);
    const { edges } = await ask(`edges { node { ... on Offer { ${asking(field)} } } }`);
    expect(
      edges.map(({ node }) => node),
      field,
    ).toEqual(expected);
  }
});

test.each(sortFields)(
  "in the order of %s, cursors are the same whatever else is asked for",
  async (field) => {
    const page = "pageInfo { startCursor endCursor hasNextPage } edges { cursor }";
    const sort = field.toUpperCase();
    const few = await ask(`${page} nodes { id }`, sort);
    const { nodes: _, ...all } = await ask(`${page} nodes { id ${EVERYTHING} }`, sort);
    expect(few).toMatchObject(all);
    expect(few.edges).toHaveLength(2);
  },
);
