import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { person } from "../testing/actors.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { keptBy } from "../testing/kept.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { makeWorld, type World } from "../testing/world.ts";

let world: World;
let api: TestApi;
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  api = await startTestApi(world, buildSchemaOf(offerResolvers), [person("Ada")]);
  await list(
    world,
    Array.from({ length: 60 }, (_, at) => listed(`${at}`, {})),
  );
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

test("a page that was asked for, read and answered leaves nothing lying about that all would wait for", async () => {
  const query =
    "query Page($max: Usd!) { offers(first: 50, filter: { pricePerGpuHourMax: $max }) { nodes { id gpuCount pricePerHour provider { name } } } }";
  let asked = 0;
  // Each is a question of its own: what many ask is kept on purpose.
  const ask = async () => {
    const { body } = await api.ask("Ada", query, { max: `9${String(asked++).padStart(3, "0")}.000000` });
    return (body.data as unknown as { offers: { nodes: object[] } }).offers.nodes.length;
  };
  expect(await ask()).toBe(50);
  // Who asks is in this process, too, and leaves its own.
  const ofAsking = await keptBy(() => api.ask("Ada", "{ __typename }"));
  expect((await keptBy(ask)) - ofAsking).toBeLessThan(15_000);
});
