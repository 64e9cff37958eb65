import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { systemRandom } from "../platform/random.ts";
import type { Person } from "../values/actor.ts";
import { savingsResolvers } from "./graphql/resolvers.ts";
import { listWallLinks } from "./store/wall-links.ts";
import { createWallLink, revokeWallLink } from "./wall-links.ts";
import { wallRoute } from "./wall-route.ts";

let world: World;
let api: TestApi;
let ada: Person;
beforeAll(async () => {
  world = await makeWorld();
  ada = await addPerson(world, "Ada");
  api = await startTestApi(world, buildSchemaOf(savingsResolvers), [ada], {
    routes: [wallRoute({ platform: world.platform, readsPerMinute: 8 })],
  });
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

const as = (who = ada) => ({ ...world.ctx(who), random: systemRandom });
const read = (token: string, method = "GET") => fetch(`${api.url}/api/wall/${token}`, { method });

test("a wall's address reads sums and nothing else, sets no cookie, and is kept as a hash alone", async () => {
  const { link, token } = await createWallLink(as(), { name: "Kitchen", cloud: "gcp" });
  const answer = await read(token);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("set-cookie")).toBe(null);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const body = await answer.text();
  expect(JSON.parse(body)).toMatchObject({
    name: "Kitchen",
    cloud: "GCP",
    everRan: false,
    tick: { paid: "0.000000", sessions: [] },
  });
  for (const secret of [ada.accountId, ada.userId, ada.email, link.id]) expect(body).not.toContain(secret);
  const [row] = await listWallLinks(as());
  expect(JSON.stringify(row)).not.toContain(token);
  expect(row?.readAt).toEqual(world.clock.now());
  expect((await read(token, "POST")).status).toBe(405);
});

test("what was taken back, was changed or never was is answered the same", async () => {
  const { link, token } = await createWallLink(as(), { name: "Lobby", cloud: "aws" });
  const eve = await addPerson(world, "Eve");
  await expect(revokeWallLink(as(eve), link.id)).rejects.toMatchObject({ type: "NotFound" });
  expect((await read(token)).status).toBe(200);
  await revokeWallLink(as(), link.id);
  const bodies = await Promise.all(
    [token, `${token.slice(0, -2)}xx`, "none", "s1.a.b.c"].map(async (one) => {
      const answer = await read(one);
      return `${answer.status} ${await answer.text()}`;
    }),
  );
  expect(new Set(bodies).size).toBe(1);
  expect(bodies[0]).toMatch(/^404/);
});

test("so many reads a minute at one address are answered, and the others told when to come again", async () => {
  const { token } = await createWallLink(as(), { name: "Busy", cloud: "aws" });
  const { token: other } = await createWallLink(as(), { name: "Calm", cloud: "aws" });
  const statuses = (await Promise.all(Array.from({ length: 10 }, () => read(token)))).map(
    ({ status }) => status,
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(8);
  expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  expect((await read(token)).headers.get("retry-after")).toBeTruthy();
  expect((await read(other)).status).toBe(200);
});
