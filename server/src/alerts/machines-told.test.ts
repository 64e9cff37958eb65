import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeOutgoing, type Outgoing } from "../platform/outgoing.ts";
import { systemRandom } from "../platform/random.ts";
import { startSession } from "../sessions/index.ts";
import { watchBalance } from "../sessions/watch-balance.ts";
import { readDeployment } from "../sessions/store/machines.ts";
import { untilTold } from "../testing/horizon.ts";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { type Receiver, startReceiver } from "../testing/receiver.ts";
import { Fleet } from "../testing/sessions.ts";
import { setStage, soon, type Stage } from "../testing/stage.ts";
import { addMember, addPerson } from "../testing/team.ts";
import { vastCandidate } from "../testing/vast.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { deliverAlerts } from "./deliver.ts";
import { kindInfosFor } from "./graphql/types.ts";
import { makeSenders } from "./make-senders.ts";
import { readEvents } from "./read-events.ts";
import { createChannel } from "./set.ts";
import { listNotifications } from "./store/deliveries.ts";

const MINUTE = 60_000;
let stage: Stage;
let world: World;
let ada: Person;
let receiver: Receiver;
let outgoing: Outgoing;
beforeAll(async () => {
  stage = await setStage(vastCandidate);
});
afterAll(() => stage?.simulator.stop());
beforeEach(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  receiver = await startReceiver();
  outgoing = makeOutgoing({ allowPrivate: true, patienceMs: 400 });
});
afterEach(async () => {
  await outgoing?.close();
  await receiver?.close();
  await world?.close();
});

const choose = (who: Person, ...kinds: Parameters<typeof createChannel>[1]["kinds"]) =>
  createChannel(
    { ...world.ctx(who), random: systemRandom },
    { means: "webhook", name: "Ops", address: receiver.url, kinds, anyHost: true },
  );
const tell = async () => {
  await untilTold(world.database.sql);
  await readEvents(world.ctx(), world.database.sql);
  const transport = { send: async () => {}, close: () => {} };
  const { seal } = world.platform;
  const senders = makeSenders({ outgoing, transport, seal, publicUrl: "https://console.test" });
  await deliverAlerts(world.ctx(), senders);
};
const heard = () =>
  receiver.calls.map(({ body }) => JSON.parse(body) as { type: string; subject: string; title: string });

test("an orphan of somebody's session reaches the channel that chose to hear of it, once, and nobody else's", async () => {
  const eve = await addPerson(world, "Eve");
  await choose(ada, "orphan-found");
  await choose(eve, "orphan-found");
  await give(world, ada.accountId, usd(100));
  await list(world, [listed("1")]);
  const fleet = new Fleet(world);
  const [offer] = await world.database.sql`select id from offers`;
  const { session } = await startSession(world.ctx(ada), { offerId: String(offer?.["id"]), hours: 1 });
  await fleet.until("running", session.id);
  await tell();
  expect(heard()).toEqual([]);
  // A second machine under the same mark: an order that was asked for, and whose answer never came.
  fleet.cloud.place({
    mark: {
      deployment: await readDeployment(world.ctx()),
      session: session.id,
      expiresAt: world.clock.now(),
      consumer: null,
    },
  });
  await fleet.pass(8 * MINUTE);
  expect(fleet.cloud.there).toHaveLength(1);
  await tell();
  await tell();
  expect(heard()).toMatchObject([{ type: "orphan-found", subject: session.id }]);
  expect(heard()[0]?.title).toMatch(/^Orphan found: had a machine at .* that is being ended/);
});

test("whoever runs Berth is told when little is left at a provider: once, and again after there was enough", async () => {
  const mo = await addMember(world, ada, "Mo", "admin");
  const eve = await addPerson(world, "Eve");
  for (const who of [ada, eve]) await choose(who, "provider-balance-low");
  const operators = new Set([ada.email, mo.email]);
  const look = async () => {
    await world.clock.advance(5 * MINUTE);
    await watchBalance(world.ctx(), stage.provider, { operators }, soon());
    await tell();
    return heard().length;
  };
  const pay = (payDollars: number) =>
    stage.simulator.control("POST", "account", { payDollars, provider: "vast" });
  const left = async () => Number(((await stage.provider.readBalance?.(soon())) ?? 0n) / 1_000n) / 1_000;
  const leave = async (dollars: number) => pay(dollars - (await left()));

  await leave(5);
  expect(await look()).toBe(0);
  await leave(4.99);
  expect(await look()).toBe(1);
  // Still low, lower, and about the line: nobody is told again.
  for (const dollars of [3, 5.01, 4.5, 5.9, -2]) {
    await leave(dollars);
    expect(await look(), `$${dollars}`).toBe(1);
  }
  await leave(6);
  expect(await look()).toBe(1);
  await leave(-2.5);
  expect(await look()).toBe(2);
  expect(heard().map(({ type, title }) => [type, title])).toEqual([
    ["provider-balance-low", "Provider balance low: has $4.99 left at Vast.ai, less than $5.00"],
    ["provider-balance-low", "Provider balance low: owes Vast.ai $2.50"],
  ]);
  // The bell of the account tells it, too, and another's does not.
  const bell = (who: Person) => listNotifications(world.ctx(who), { before: null, limit: 10 });
  expect([(await bell(ada)).length, (await bell(eve)).length]).toEqual([2, 0]);
});

test("where nobody who runs Berth has an account, the first who has is told", async () => {
  const operators = new Set(["someone@example.com"]);
  await stage.simulator.control("POST", "account", { payDollars: -10_000, provider: "vast" });
  const look = () => watchBalance(world.ctx(), stage.provider, { operators }, soon());
  const told = async () =>
    (await world.database.sql`select from events where topic = 'provider.balance-low'`).length;
  await look();
  expect(await told()).toBe(0);
  await addPerson(world, "Someone");
  await look();
  await look();
  expect(await told()).toBe(1);
});

test("it is offered as a choice to those who run Berth alone", () => {
  const offered = (runsBerth: boolean) => kindInfosFor(runsBerth).map(({ kind }) => kind);
  expect(offered(true)).toContain("provider-balance-low");
  expect(offered(false)).not.toContain("provider-balance-low");
  expect(offered(false)).toContain("orphan-found");
});
