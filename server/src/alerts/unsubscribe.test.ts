import { afterAll, beforeAll, expect, test } from "vitest";
import { systemRandom } from "../platform/random.ts";
import { buildSchema } from "../schema.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { createChannel } from "./set.ts";
import { listChannels } from "./store/channels.ts";
import { unsubscribeRoute, unsubscribeUrl } from "./unsubscribe-route.ts";

let world: World;
let api: TestApi;
let ada: Person;
beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  ada = await addPerson(world, "Ada");
  api = await startTestApi(world, buildSchema(), [], { routes: [unsubscribeRoute(() => world.ctx())] });
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
});

async function addMailChannel(): Promise<{ id: string; address: string }> {
  const ctx = { ...world.ctx(ada), random: systemRandom };
  const { channel } = await createChannel(ctx, {
    means: "email",
    name: "Me",
    address: "ada@example.com",
    kinds: ["session-ended"],
    anyHost: false,
  });
  return { id: channel.id, address: unsubscribeUrl(world.platform.seal, api.url)(channel.id) };
}
const isPaused = async (id: string) =>
  (await listChannels(world.ctx(ada))).find((one) => one.id === id)?.pausedAt !== null;

test("T30: one click ends a channel's mail, without signing in, and a second does no harm", async () => {
  const { id, address } = await addMailChannel();
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  for (let time = 0; time < 2; time++) {
    const answered = await fetch(address, { method: "POST", body });
    expect(answered.status).toBe(200);
    expect(await isPaused(id)).toBe(true);
  }
});

test("a program that only opens the address, as those that look for viruses do, ends nothing", async () => {
  const { id, address } = await addMailChannel();
  const answered = await fetch(address);
  expect(answered.status).toBe(200);
  expect(await answered.text()).toContain("<form");
  expect(await isPaused(id)).toBe(false);
});

test("an address that Berth did not give out ends nobody's mail", async () => {
  const { id, address } = await addMailChannel();
  const forged = new URL(address);
  const of = forged.searchParams.get("of") ?? "";
  for (const one of ["", id, `${of.slice(0, -2)}AA`, "x".repeat(2_000)]) {
    forged.searchParams.set("of", one);
    expect((await fetch(forged, { method: "POST" })).status, one.slice(0, 40)).toBe(404);
  }
  expect(await isPaused(id)).toBe(false);
});
