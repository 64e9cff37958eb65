import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Actor, Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { startSession } from "./index.ts";
import { openOrder } from "./sealed.ts";
import { listTemplates } from "./store/templates.ts";
import { removeTemplate, saveTemplate } from "./templates.ts";

let world: World;
let ada: Person;
let people = 0;
let offerId: string;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  await list(world, [listed("1", { pricePerHour: usd(1) })]);
  const [row] = await world.database.sql`select id from offers`;
  offerId = String(row?.["id"]);
});
afterAll(() => world?.close());
beforeEach(async () => {
  ada = await addPerson(world, `Ada${++people}`);
  await give(world, ada.accountId, usd(500));
});

const training = {
  name: "Training",
  image: "pytorch/pytorch:2.9",
  diskGb: 200,
  ports: [6006],
  onStart: "make train",
  env: [
    { name: "WANDB_KEY", value: "of the team" },
    { name: "RUN", value: "nightly" },
  ],
  idleMinutes: 30,
};

test("a start says which template, and says itself only what is different", async () => {
  const { id } = await saveTemplate(world.ctx(ada), training);
  const env = [{ name: "RUN", value: "by hand" }];
  const { session } = await startSession(world.ctx(ada), {
    offerId,
    hours: 1,
    templateId: id,
    diskGb: 100,
    env,
  });
  expect(session).toMatchObject({
    image: "pytorch/pytorch:2.9",
    diskGb: 100,
    ports: [6006],
    idleMinutes: 30,
  });
  expect(openOrder(world.ctx().seal, session)).toMatchObject({
    onStart: "make train",
    env: { WANDB_KEY: "of the team", RUN: "by hand" },
  });
});

test("what a template's variables hold lies sealed, and is told to nobody", async () => {
  const saved = await saveTemplate(world.ctx(ada), training);
  expect(saved.envNames).toEqual(["WANDB_KEY", "RUN"]);
  const rows = await world.database.sql`select * from session_templates`;
  expect(JSON.stringify(rows)).not.toContain("of the team");
});

test("saved under its name again, however that is written, it is another one: what the old id said is never changed", async () => {
  const first = await saveTemplate(world.ctx(ada), training);
  const second = await saveTemplate(world.ctx(ada), { ...training, name: " training ", diskGb: 300 });
  expect(second.id).not.toBe(first.id);
  const there = await listTemplates(world.ctx(), ada.accountId);
  expect(there.map(({ id, diskGb }) => [id, diskGb])).toEqual([[second.id, 300]]);
  await expect(
    startSession(world.ctx(ada), { offerId, hours: 1, templateId: first.id }),
  ).rejects.toMatchObject({ type: "NotFound", id: first.id });
});

test("made of another one, it has what is not said, the variables among it", async () => {
  const { id } = await saveTemplate(world.ctx(ada), training);
  const env = [{ name: "RUN", value: "weekly" }];
  const made = await saveTemplate(world.ctx(ada), { name: "Weekly", templateId: id, env });
  expect(made).toMatchObject({ image: training.image, diskGb: 200, ports: [6006], idleMinutes: 30 });
  const { session } = await startSession(world.ctx(ada), { offerId, hours: 1, templateId: made.id });
  expect(openOrder(world.ctx().seal, session).env).toEqual({ WANDB_KEY: "of the team", RUN: "weekly" });
});

test("saved twice at the same time, one of them is there", async () => {
  const both = await Promise.all([1, 2].map(() => saveTemplate(world.ctx(ada), training)));
  const there = await listTemplates(world.ctx(), ada.accountId);
  expect(there).toHaveLength(1);
  expect(both.map(({ id }) => id)).toContain(there[0]?.id);
});

test("it is its account's alone, and of no key that is bound to some of the account's consumers", async () => {
  const { id } = await saveTemplate(world.ctx(ada), training);
  const eve = await addPerson(world, `Eve${people}`);
  await give(world, eve.accountId, usd(5));
  const order = { offerId, hours: 1, templateId: id };
  await expect(startSession(world.ctx(eve), order)).rejects.toMatchObject({ type: "NotFound" });
  await expect(removeTemplate(world.ctx(eve), id)).rejects.toMatchObject({ type: "NotFound" });
  const bound: Actor = {
    kind: "key",
    keyId: "key_of_vision",
    name: "vision",
    accountId: ada.accountId,
    scopes: ["read", "sessions:write"],
    spendCeilingPerDay: null,
    consumers: ["vision"],
    expiresAt: null,
  };
  await expect(startSession(world.ctx(bound), { ...order, consumer: "vision" })).rejects.toMatchObject({
    field: "templateId",
  });
});

test.each([
  ["name", { name: " " }],
  ["name", { name: "n".repeat(61) }],
  ["image", { image: "not an image" }],
  ["diskGb", { diskGb: 1 }],
  ["ports", { ports: [22] }],
  ["env", { env: [{ name: "BERTH_URL", value: "" }] }],
  ["onStart", { onStart: "#".repeat(3_001) }],
  ["idleMinutes", { idleMinutes: 1 }],
])("a template whose %s no machine could have is refused", async (field, odd) => {
  await expect(saveTemplate(world.ctx(ada), { ...training, ...odd })).rejects.toMatchObject({ field });
});

test("there are fifty in an account, and one more replaces one of them or is refused", async () => {
  for (let at = 0; at < 50; at++) await saveTemplate(world.ctx(ada), { name: `No. ${at}` });
  await saveTemplate(world.ctx(ada), { name: "No. 7", diskGb: 70 });
  await expect(saveTemplate(world.ctx(ada), training)).rejects.toMatchObject({ field: "name" });
});
