import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { expectSoundLedger, give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { untilWaiting } from "../testing/waiting.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { usd } from "../values/money.ts";
import { InvalidInput } from "../values/refusal.ts";
import { holdOffer } from "../offers/hold-offer.ts";
import { readBooks } from "../credits/store/books.ts";
import { InsufficientCredits, lapseHolds } from "../credits/index.ts";
import { inTransaction } from "../platform/context.ts";
import { advanceSessions } from "./advance.ts";
import { allowLonger, extendSession, hearAgent, startSession, stopSession } from "./index.ts";
import { BeyondLongest } from "./refusals.ts";
import { costOf } from "./rules/meter.ts";
import { settleRunning } from "./settle-running.ts";
import { listMachinesOf, listStretches } from "./store/machines.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let world: World;
let ada: Person;
let fleet: Fleet;
let people = 0;
let offerId: string;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
});
afterAll(() => world?.close());
beforeEach(async () => {
  ada = await addPerson(world, `Ada${++people}`);
  await give(world, ada.accountId, usd(500));
  fleet = new Fleet(world);
  // Machines of its own: what failed in another test is remembered.
  const prices = [1_000_000n, 1_100_000n, 1_150_000n];
  await list(
    world,
    prices.map((pricePerHour, at) => listed(`${people}-${at + 1}`, { pricePerHour })),
  );
  const [row] = await world.database.sql`select id from offers where external_id = ${`${people}-1`}`;
  offerId = String(row?.["id"]);
});
afterEach(async () => {
  // Whatever a test left alive is ended, so that the next begins with nothing.
  await world.database.sql`update sessions set end_asked = 'asked-to-stop' where end_asked is null`;
  Object.assign(fleet.cloud.moods, { create: "well", list: "well", find: "well", destroy: "well" });
  await fleet.pass(5 * MINUTE, 30_000);
  await expectSoundLedger(world);
});

const start = (input: Partial<Parameters<typeof startSession>[1]> = {}) =>
  startSession(world.ctx(ada), { offerId, hours: 2, ...input });
const books = () => readBooks(world.ctx(), ada.accountId);
const machinesOf = (id: string) => listMachinesOf(world.ctx(), [id]);

test("from the click to the last cent: what it cost is what it ran, and no more", async () => {
  const { session, privateKey } = await start();
  expect(privateKey).toContain("OPENSSH PRIVATE");
  expect((await books())?.held).toBe(session.heldMicros);
  const running = await fleet.until("running", session.id);
  expect(fleet.cloud.there[0]?.keys).toContain(session.publicKey);
  await fleet.pass(30 * MINUTE);
  await stopSession(world.ctx(ada), session.id);
  const stopped = await fleet.until("stopped", session.id);
  expect(stopped.reason).toBe("asked-to-stop");
  expect(fleet.cloud.there).toEqual([]);

  const [stretch] = await listStretches(world.ctx(), [session.id]);
  expect(stretch?.from).toEqual(running.readyAt);
  const ms = (stretch?.until?.getTime() ?? 0) - (stretch?.from.getTime() ?? 0);
  expect(ms).toBeGreaterThanOrEqual(30 * MINUTE);
  expect(ms).toBeLessThan(32 * MINUTE);
  expect(stopped.settledMicros).toBe(costOf(session.pricePerHour, ms));
  expect(await books()).toMatchObject({ held: 0n, spent: stopped.settledMicros });
});

test("M5: a machine that never became ready costs exactly nothing", async () => {
  fleet.cloud.moods.machine = "no log-in";
  const { session } = await start();
  const failed = await fleet.until("failed", session.id);
  expect(failed).toMatchObject({ reason: "no-offer", settledMicros: 0n });
  expect((await machinesOf(session.id))[0]?.reason).toBe("never-ready");
  expect(await books()).toMatchObject({ held: 0n, spent: 0n, available: usd(500) });
});

test("M3: who has not enough is told what is needed, and nothing is asked of anybody", async () => {
  const poor = await addPerson(world, `Poor${people}`);
  await give(world, poor.accountId, usd(1));
  await expect(startSession(world.ctx(poor), { offerId, hours: 12 })).rejects.toThrow(InsufficientCredits);
  await fleet.pass(MINUTE);
  expect(fleet.cloud.creates).toBe(0);
});

test("what was chosen is tried first, and then its like, however many others are cheaper", async () => {
  const others = Array.from({ length: 320 }, (_, at) =>
    listed(`${people}-a${at}`, { gpuRawName: "A100 PCIE", vramGb: 80, pricePerHour: usd(1) + BigInt(at) }),
  );
  const dear = (name: string, region: string) =>
    listed(`${people}-${name}`, { gpuRawName: "H100 SXM", vramGb: 80, pricePerHour: usd(2), region });
  await list(world, [...others, dear("h1", "Texas"), dear("h2", "Texas"), dear("h3", "Oregon")]);
  const { session } = await startSession(world.ctx(ada), {
    wish: { gpuModel: "h100 sxm", gpuCount: 1, region: "oregon" },
    hours: 2,
    maxPricePerHour: usd(4),
  });
  await fleet.until("running", session.id);
  expect(await machinesOf(session.id)).toMatchObject([{ gpuModel: "H100", hostId: `m${people}-h3` }]);

  fleet.cloud.moods.create = "refused";
  const [row] = await world.database.sql`select id from offers where external_id = ${`${people}-h2`}`;
  const clicked = await start({ offerId: String(row?.["id"]), maxPricePerHour: usd(4) });
  await fleet.pass(5_000);
  fleet.cloud.moods.create = "well";
  await fleet.until("running", clicked.session.id);
  const tried = await machinesOf(clicked.session.id);
  expect(tried.map(({ gpuModel }) => gpuModel)).toEqual(["H100", "H100"]);
  expect(tried[0]?.hostId).toBe(`m${people}-h2`);
});

test("a machine that has to be somewhere is looked for there, and nowhere else", async () => {
  await list(world, [
    listed(`${people}-no`, { pricePerHour: usd(2), region: "Oslo, Norway", country: "NO" }),
    listed(`${people}-near`, { pricePerHour: usd(1), region: "Illinois" }),
  ]);
  fleet.cloud.moods.create = "refused";
  const wish = { gpuModel: "RTX 4090", gpuCount: 1, region: "no" };
  const { session } = await start({ offerId: null, wish, maxPricePerHour: usd(3) });
  await fleet.until("failed", session.id);
  fleet.cloud.moods.create = "well";
  expect(await machinesOf(session.id)).toMatchObject([{ hostId: `m${people}-no` }]);
  await expect(start({ region: "NO" })).rejects.toThrow("This machine is in Texas.");
});

test("a refused offer is followed by the next, and the machine that failed is not tried again", async () => {
  fleet.cloud.moods.create = "refused";
  const { session } = await start({ maxPricePerHour: usd(3) });
  await fleet.pass(5_000);
  fleet.cloud.moods.create = "well";
  await fleet.until("running", session.id);
  const machines = await machinesOf(session.id);
  expect(machines.map(({ state, hostId }) => [state, hostId])).toEqual([
    ["over", `m${people}-1`],
    ["there", `m${people}-2`],
  ]);
});

test("V6, V4: a machine that is not as advertised is swapped, and costs the user nothing", async () => {
  fleet.cloud.moods.machine = "older CUDA";
  const { session } = await start({ maxPricePerHour: usd(3) });
  await fleet.pass(45_000);
  fleet.cloud.moods.machine = "as listed";
  const running = await fleet.until("running", session.id);
  const [first, second] = await machinesOf(session.id);
  expect(first).toMatchObject({ reason: "not-as-advertised", proofDetail: "CUDA 12.4 instead of 12.8" });
  expect(running.attempts).toBe(2);
  const stretches = await listStretches(world.ctx(), [session.id]);
  expect(stretches.map(({ machineId }) => machineId)).toEqual([second?.id]);
  await fleet.pass(3 * MINUTE);
  expect(fleet.cloud.there).toHaveLength(1);
});

test("T35: a machine that turns out dearer than it was listed is swapped, and costs nothing", async () => {
  fleet.cloud.moods.charge = "more";
  const { session } = await start({ maxPricePerHour: usd(3) });
  await fleet.pass(5_000);
  fleet.cloud.moods.charge = "as ordered";
  await fleet.until("running", session.id);
  expect((await machinesOf(session.id))[0]).toMatchObject({
    reason: "not-as-advertised",
    proofDetail: "the provider charges more than it had listed",
  });
});

test("M5: who held a price pays it, whatever the machine is listed for by then; a token is used once", async () => {
  const { reply } = await holdOffer(world.ctx(ada), { offerId, minutes: 10 }, "a key for the hold");
  await list(world, [listed(`${people}-1`, { pricePerHour: usd(7) }), listed(`${people}-2`)]);
  const { session } = await start({ heldOfferToken: reply.token });
  expect(session.pricePerHour).toBeLessThan(usd(2));
  await fleet.until("running", session.id);
  await fleet.pass(10 * MINUTE);
  await stopSession(world.ctx(ada), session.id);
  const stopped = await fleet.until("stopped", session.id);
  const [stretch] = await listStretches(world.ctx(), [session.id]);
  expect(stretch?.pricePerHour).toBe(session.pricePerHour);
  expect(stopped.settledMicros).toBeLessThan(usd(1));
  expect(fleet.cloud.rented[0]?.order.priceCapPerHour).toBe(usd(7));
  await expect(start({ heldOfferToken: reply.token })).rejects.toThrow(/was used/);
});

test("a held machine that is gone is said to be, before anything is held", async () => {
  const { reply } = await holdOffer(world.ctx(ada), { offerId, minutes: 10 }, "another key for a hold");
  // Most of what was listed for other tests is gone as well, so it takes as many as to believe that.
  for (let polls = 0; polls < 20; polls++) await list(world, [listed(`${people}-2`)]);
  await expect(start({ heldOfferToken: reply.token })).rejects.toThrow(/gone/);
  expect((await books())?.held).toBe(0n);
});

test("G18: a create whose answer is lost is found by its mark, and never asked for twice", async () => {
  fleet.cloud.moods.create = "lost after";
  const { session } = await start();
  await fleet.until("running", session.id);
  expect(fleet.cloud.creates).toBe(1);
  expect(fleet.cloud.there).toHaveLength(1);
});

test("G18: a create that came to nothing is waited for, and then another is tried", async () => {
  fleet.cloud.moods.create = "lost before";
  const { session } = await start({ maxPricePerHour: usd(3) });
  await fleet.pass(3 * MINUTE);
  expect(fleet.cloud.creates).toBe(1);
  fleet.cloud.moods.create = "well";
  await fleet.until("running", session.id);
  expect((await machinesOf(session.id))[0]).toMatchObject({ state: "over", reason: "never-came" });
  expect(fleet.cloud.there).toHaveLength(1);
});

test("V3: one that the provider calls a failure and made all the same is destroyed", async () => {
  fleet.cloud.moods.create = "unfit";
  const { session } = await start({ maxPricePerHour: usd(3) });
  await fleet.pass(5_000);
  fleet.cloud.moods.create = "well";
  await fleet.until("running", session.id);
  await fleet.pass(2 * MINUTE);
  expect(fleet.cloud.there).toHaveLength(1);
});

test("S1: stopped while it was asked for, a machine that turns up later is ended", async () => {
  fleet.cloud.moods.create = "lost after";
  fleet.cloud.moods.list = "fails";
  const { session } = await start();
  await fleet.pass(10_000);
  await stopSession(world.ctx(ada), session.id);
  await fleet.pass(MINUTE);
  expect((await fleet.read(session.id)).state).toBe("stopping");
  fleet.cloud.moods.list = "well";
  await fleet.until("stopped", session.id);
  expect(fleet.cloud.there).toEqual([]);
});

test("B1: one that is ended while it is made, and shown nowhere, is ended once it comes and not taken for gone before", async () => {
  fleet.cloud.unseenMsMax = 150_000;
  fleet.cloud.moods.course = "comes late";
  const { session } = await start();
  await fleet.pass(10_000);
  await stopSession(world.ctx(ada), session.id);
  await fleet.pass(95_000);
  expect((await fleet.read(session.id)).state).toBe("stopping");
  expect(fleet.cloud.there).toHaveLength(1);
  await fleet.pass(MINUTE);
  expect(fleet.cloud.there).toEqual([]);
  await fleet.until("stopped", session.id);
  expect(await machinesOf(session.id)).toMatchObject([{ state: "over", reason: "asked-to-stop" }]);
});

test("S2, G15: a destroy that fails is asked for again for ever, and stopped means gone", async () => {
  const { session } = await start();
  await fleet.until("running", session.id);
  fleet.cloud.moods.destroy = "fails";
  await stopSession(world.ctx(ada), session.id);
  await fleet.pass(10 * MINUTE, 15_000);
  expect((await fleet.read(session.id)).state).toBe("stopping");
  expect(fleet.cloud.destroys).toBeGreaterThanOrEqual(8);
  expect(fleet.cloud.destroys).toBeLessThan(13);
  fleet.cloud.moods.destroy = "accepted and nothing done";
  await fleet.pass(5 * MINUTE);
  expect((await fleet.read(session.id)).state).toBe("stopping");
  fleet.cloud.moods.destroy = "well";
  await fleet.until("stopped", session.id);
  // What nobody could end is not charged beyond what was agreed to.
  expect((await fleet.read(session.id)).settledMicros).toBeLessThanOrEqual(session.heldMicros);
});

test("S2: a machine that nobody could end for a month is ended, and its session with it, at what was paid", async () => {
  const { session } = await start();
  await fleet.until("running", session.id);
  fleet.cloud.moods.destroy = "fails";
  await fleet.pass(30 * MINUTE);
  await stopSession(world.ctx(ada), session.id);
  await fleet.pass(31 * 24 * HOUR, 6 * HOUR);
  await lapseHolds(world.ctx());
  await settleRunning(world.ctx());
  const paid = (await fleet.read(session.id)).settledMicros;
  expect(await books()).toMatchObject({ held: 0n, spent: paid });
  fleet.cloud.moods.destroy = "well";
  await fleet.until("stopped", session.id);
  expect(await fleet.read(session.id)).toMatchObject({ settledMicros: paid, heldMicros: paid });
  expect(await books()).toMatchObject({ held: 0n, spent: paid });
});

test("G17: an empty, cut or failing list ends nothing", async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    await list(
      world,
      Array.from({ length: 5 }, (_, at) => listed(`many ${at}`)),
    );
    const [row] = await world.database.sql`select id from offers where external_id = ${`many ${n}`}`;
    ids.push((await start({ offerId: String(row?.["id"]) })).session.id);
  }
  for (const id of ids) await fleet.until("running", id);
  for (const mood of ["empty", "half", "fails"] as const) {
    fleet.cloud.moods.list = mood;
    fleet.cloud.moods.find = mood === "empty" ? "nothing" : "fails";
    await fleet.pass(5 * MINUTE, 15_000);
    for (const id of ids) expect((await fleet.read(id)).state, mood).toBe("running");
  }
  expect(fleet.cloud.destroys).toBe(0);
  fleet.cloud.moods.list = "well";
});

test("T8: a machine that vanished ends its session after two looks, and is charged until the first", async () => {
  const { session } = await start();
  await fleet.until("running", session.id);
  await fleet.pass(10 * MINUTE);
  const [rented] = fleet.cloud.there;
  if (rented) fleet.cloud.end(rented);
  const vanishedAt = world.clock.now();
  await fleet.pass(30_000);
  expect((await fleet.read(session.id)).state).toBe("running");
  const stopped = await fleet.until("stopped", session.id);
  expect(stopped.reason).toBe("machine-lost");
  const [stretch] = await listStretches(world.ctx(), [session.id]);
  expect((stretch?.until?.getTime() ?? 0) - vanishedAt.getTime()).toBeLessThanOrEqual(5_000);
});

test("S3, T39: what bears no mark of ours is never touched, and an orphan of ours is ended", async () => {
  const [row] = await world.database.sql`select id from deployment`;
  const mark = (deployment: string) => ({
    deployment,
    session: "ses_00000000000000000000000000",
    expiresAt: world.clock.now(),
    consumer: null,
  });
  const foreign = fleet.cloud.place({ label: "somebody else's" });
  const neighbour = fleet.cloud.place({ mark: mark("another1") });
  const orphan = fleet.cloud.place({ mark: mark(String(row?.["id"])) });
  await fleet.pass(3 * MINUTE);
  expect(orphan.gone).toBe(false);
  await fleet.pass(4 * MINUTE);
  expect([foreign.gone, neighbour.gone, orphan.gone]).toEqual([false, false, true]);
});

test("G17: many orphans at once are ended a few at a time", async () => {
  const [row] = await world.database.sql`select id from deployment`;
  const mark = {
    deployment: String(row?.["id"]),
    session: "ses_00000000000000000000000000",
    expiresAt: world.clock.now(),
    consumer: null,
  };
  for (let n = 0; n < 10; n++)
    fleet.cloud.place({ mark, createdAt: new Date(world.clock.now().getTime() - HOUR) });
  await fleet.pass(5_000);
  expect(fleet.cloud.there).toHaveLength(7);
  await fleet.pass(MINUTE);
  expect(fleet.cloud.there).toHaveLength(0);
});

test("the most that an hour may cost is more than nothing", async () => {
  for (const dollars of [-1, 0])
    await expect(start({ maxPricePerHour: usd(dollars) })).rejects.toThrow(InvalidInput);
});

test("S4: its hours are its hours", async () => {
  const { session } = await start({ hours: 1 });
  await expect(extendSession(world.ctx(ada), session.id, 1)).rejects.toThrow(/still coming up/);
  const running = await fleet.until("running", session.id);
  expect(running.endsAt?.getTime()).toBe((running.readyAt?.getTime() ?? 0) + HOUR);
  await fleet.pass(HOUR - MINUTE);
  expect((await fleet.read(session.id)).state).toBe("running");
  expect((await fleet.until("stopped", session.id, 10 * MINUTE)).reason).toBe("time-is-up");
});

test("G30: extended as often as one likes, twelve hours after its beginning are the most", async () => {
  const { session } = await start({ hours: 1 });
  await fleet.until("running", session.id);
  for (let n = 0; n < 10; n++) await extendSession(world.ctx(ada), session.id, 1);
  await expect(extendSession(world.ctx(ada), session.id, 1)).rejects.toThrow(BeyondLongest);
  const { endsAt, longestUntil, heldMicros } = await fleet.read(session.id);
  expect(endsAt?.getTime()).toBeLessThanOrEqual(longestUntil?.getTime() ?? 0);
  expect((await books())?.held).toBe(heldMicros);
  await expect(
    world.database
      .sql`update sessions set ends_at = longest_until + interval '1 second' where id = ${session.id}`,
  ).rejects.toThrow(/sessions_end_within_the_longest/);
});

test("S4: beyond twelve hours only where those who run this Berth allow it, with a reason that is kept", async () => {
  const { session } = await start({ hours: 12 });
  await fleet.until("running", session.id);
  await expect(extendSession(world.ctx(ada), session.id, 1)).rejects.toThrow(BeyondLongest);
  const olga = { ...(await addPerson(world, `Olga${people}`)), runsBerth: true };
  const allow = (hours: number, reason: string) => allowLonger(world.ctx(olga), session.id, hours, reason);
  await expect(allow(12, "a long training")).rejects.toThrow(InvalidInput);
  await expect(allow(73, "a long training")).rejects.toThrow(InvalidInput);
  await expect(allow(24, " ")).rejects.toThrow(InvalidInput);
  await allow(14, "a long training");
  await expect(allow(13, "less is no longer")).rejects.toThrow(InvalidInput);
  await extendSession(world.ctx(ada), session.id, 1);
  await expect(extendSession(world.ctx(ada), session.id, 2)).rejects.toThrow(BeyondLongest);
  await fleet.pass(12.5 * HOUR, 10 * MINUTE);
  expect((await fleet.read(session.id)).state).toBe("running");
  await fleet.pass(27 * MINUTE, MINUTE);
  const stopped = await fleet.until("stopped", session.id);
  expect(stopped.reason).toBe("time-is-up");
  const [told] = await world.database
    .sql`select payload from events where subject = ${session.id} and topic = 'session.longer-allowed'`;
  expect(told?.["payload"]).toMatchObject({ hours: 14, reason: "a long training" });
});

test("an agent that falls silent is warned of, and ends the session in the end", async () => {
  const { session } = await start();
  await fleet.until("running", session.id);
  for (const { instance } of fleet.cloud.there) fleet.silent.add(instance.externalId);
  await fleet.pass(5 * MINUTE);
  expect((await fleet.read(session.id)).silentWarnedAt).not.toBeNull();
  expect((await fleet.until("stopped", session.id)).reason).toBe("agent-silent");
});

test("an agent that was to come with its machine and never spoke up is started over a log-in, once", async () => {
  const { session } = await start();
  await fleet.until("provisioning", session.id);
  const [rented] = fleet.cloud.there;
  if (!rented) throw new Error("nothing was rented");
  fleet.silent.add(rented.instance.externalId);
  await fleet.until("starting", session.id);
  await fleet.pass(MINUTE);
  expect((await machinesOf(session.id))[0]).toMatchObject({ proof: "as-advertised", bootsByHand: false });
  expect(rented.booted).toEqual([]);
  await fleet.pass(2 * MINUTE);
  expect(rented.booted).toEqual([expect.stringContaining("test -d /opt/berth && exit 0")]);
  expect(rented.booted[0]).toContain(rented.order.env["BERTH_AGENT_TOKEN"]);
  fleet.silent.delete(rented.instance.externalId);
  await fleet.until("running", session.id);
  expect(rented.booted).toHaveLength(1);
  expect(rented.keys.filter((key) => key === session.publicKey)).toHaveLength(1);
});

test("T36: a heartbeat sent again changes nothing, and a token dies with its session", async () => {
  const { session } = await start();
  await fleet.until("running", session.id);
  const { agentCount } = await fleet.read(session.id);
  const token = fleet.cloud.there[0]?.order.env["BERTH_AGENT_TOKEN"] ?? "";
  const { hearAgent } = await import("./index.ts");
  const beat = {
    count: agentCount ?? 1,
    agentVersion: "x",
    done: true,
    vitals: { gpus: [], diskUsedGb: null, diskTotalGb: null, uptimeSeconds: null, idleSeconds: null },
  };
  expect((await hearAgent(world.ctx(), token, beat))?.isNew).toBe(false);
  expect((await fleet.read(session.id)).endAsked).toBeNull();
  await stopSession(world.ctx(ada), session.id);
  await fleet.until("stopped", session.id);
  expect(await hearAgent(world.ctx(), token, { ...beat, count: 1e9 })).toBeNull();
  expect((await fleet.read(session.id)).sealedAccess).toBeNull();
});

test("idle for as long as was said, it ends by itself; done, it ends at once", async () => {
  const idle = await start({ idleMinutes: 10 });
  await fleet.until("running", idle.session.id);
  fleet.idleSeconds = 601;
  expect((await fleet.until("stopped", idle.session.id)).reason).toBe("idle");
  fleet.idleSeconds = 0;
  const done = await start();
  await fleet.until("running", done.session.id);
  fleet.done = true;
  expect((await fleet.until("stopped", done.session.id)).reason).toBe("done");
  fleet.done = false;
});

test("with nothing listed it fails, and everything held goes back", async () => {
  const { session } = await start();
  await list(world, []);
  const failed = await fleet.until("failed", session.id, 10 * MINUTE);
  expect(failed.reason).toBe("no-offer");
  expect(await books()).toMatchObject({ held: 0n, spent: 0n });
});

test("who is told that a session is extended keeps its machine, in the second of its end too", async () => {
  const { session } = await start();
  const running = await fleet.until("running", session.id);
  const left = () => (running.endsAt?.getTime() ?? 0) - world.clock.now().getTime();
  while (left() > 90_000) await fleet.pass(MINUTE, MINUTE);
  await world.clock.advance(left());
  let turn: Promise<void> = Promise.resolve();
  const extended = await inTransaction(world.ctx(ada), async (ctx) => {
    const extended = await extendSession(ctx, session.id, 2);
    // The loop has read what it goes by before this is committed, and waits for it then.
    turn = advanceSessions(fleet.work);
    await untilWaiting(world);
    return extended;
  });
  await turn;
  expect(await fleet.read(session.id)).toMatchObject({ state: "running", endsAt: extended.endsAt });
});

const beat = (token: string, count: number) =>
  hearAgent(fleet.work.ctx, token, {
    count,
    agentVersion: "1",
    done: false,
    vitals: { gpus: [], diskUsedGb: 1, diskTotalGb: 50, uptimeSeconds: 1, idleSeconds: 0 },
  });

test("an agent that was begun again on a full disk hears what was counted of it, and is heard from there on", async () => {
  const { session } = await start();
  await fleet.until("running", session.id);
  const machine = fleet.cloud.there[0];
  fleet.silent.add(machine?.instance.externalId ?? "");
  const token = machine?.order.env?.["BERTH_AGENT_TOKEN"] ?? "";
  expect(await beat(token, 1_120)).toMatchObject({ isNew: true, lease: { heardCount: 1_120 } });
  expect(await beat(token, 1_011)).toMatchObject({ isNew: false, lease: { heardCount: 1_120 } });
  expect(await beat(token, 1_121)).toMatchObject({ isNew: true });
});

test("the word of a machine that was given up is no word of the next", async () => {
  fleet.cloud.moods.machine = "older CUDA";
  const { session } = await start({ maxPricePerHour: usd(2) });
  const first = () => fleet.cloud.there[0];
  for (let turn = 0; turn < 60 && first()?.instance.state !== "running"; turn++) await fleet.pass(5_000);
  const token = first()?.order.env?.["BERTH_AGENT_TOKEN"] ?? "";
  for (let turn = 0; turn < 30 && (await fleet.read(session.id)).state !== "requested"; turn++) {
    await world.clock.advance(1_000);
    await advanceSessions(fleet.work);
    await fleet.work.errands.settled();
  }
  fleet.cloud.moods.machine = "as listed";
  let turn: Promise<void> = Promise.resolve();
  let heard: Promise<unknown> = Promise.resolve();
  await world.database.sql.begin(async (sql) => {
    // Writing the next machine down takes a moment, in which the one before it speaks.
    await sql`lock table machines in share row exclusive mode`;
    turn = advanceSessions(fleet.work);
    await untilWaiting(world);
    heard = beat(token, 500);
    await untilWaiting(world, 2);
  });
  await Promise.all([turn, heard]);
  expect(await fleet.read(session.id)).toMatchObject({
    state: "provisioning",
    heardAt: null,
    agentCount: null,
  });
});

test("a process that stops writes down no machine that it does not ask for any more", async () => {
  const { session } = await start();
  await fleet.work.errands.stop();
  await advanceSessions(fleet.work);
  expect(await fleet.read(session.id)).toMatchObject({ state: "requested", attempts: 0 });
});
