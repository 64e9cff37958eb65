import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { metrics } from "../../platform/metrics.ts";
import { adapterFor, carrying, setStage, soon, type Stage } from "../../testing/stage.ts";
import type { Creation, InstanceState } from "../provider.ts";
import { vastCandidate as candidate } from "../../testing/vast.ts";

// The survival list, line by line: what was seen at Vast.ai, and what becomes of it here.

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(candidate);
});
afterAll(() => stage?.simulator.stop());
beforeEach(() => stage.clear());

const create = async (kind: "on_demand" | "interruptible" = "on_demand") =>
  stage.provider.create(stage.order(await stage.cheapest(kind)), soon());
const find = (externalId: string) => stage.provider.findInstance(externalId, soon());
const list = () => stage.provider.listInstances(soon());

function failureIn(creation: Creation) {
  expect(creation.outcome).toBe("refused");
  return "failure" in creation ? creation.failure : null;
}

test("what is verified and what is not are both listed, and told apart", async () => {
  const { offers } = await stage.provider.listOffers(soon());
  const counts = [true, false].map(
    (verified) => offers.filter((offer) => offer.verified === verified).length,
  );
  expect(Math.min(...counts)).toBeGreaterThan(5);
});

test.each([400, 404, 410])(
  "V1: an offer that went stale is gone, also when the answer is %i",
  async (status) => {
    await stage.simulator.mood("stale-ask", { status });
    expect(failureIn(await create())).toMatchObject({ kind: "offer-gone", mayBeDone: false });
  },
);

describe("V2: an instance that is gone", () => {
  test.each(["the usual way", "gone-as-404"])("is null, said %s", async (mood) => {
    const { externalId } = await stage.rent();
    await stage.provider.destroy(externalId, soon());
    await stage.simulator.pass(candidate.goneSeconds);
    if (mood === "gone-as-404") await stage.simulator.mood(mood);
    expect(await find(externalId)).toBeNull();
  });

  test("is in the list all the same if the read was wrong", async () => {
    const { externalId } = await stage.rent();
    await stage.simulator.strike("null-instance");
    expect(await find(externalId)).toBeNull();
    expect(await list()).toMatchObject([{ externalId }]);
  });
});

test("V3: a create that failed and made an instance is one to be destroyed", async () => {
  await stage.simulator.strike("created-despite-refusal");
  const creation = await create();
  expect(creation).toMatchObject({ outcome: "unfit", reason: expect.stringMatching(/./) as string });
  const [made] = await list();
  expect(creation).toMatchObject({ externalId: made?.externalId });
  expect(await stage.provider.destroy(made?.externalId ?? "", soon())).toBe("accepted");
});

test("V3: a bid below the machine's minimum makes nothing, or something to be destroyed", async () => {
  const offer = await stage.cheapest("interruptible");
  const order = stage.order(offer, { priceCapPerHour: offer.pricePerHour / 2n });
  const creation = await stage.provider.create(order, soon());
  expect(creation.outcome).toBeOneOf(["unfit", "refused"]);
  expect(carrying(await stage.living(), order)).toHaveLength(creation.outcome === "unfit" ? 1 : 0);
});

test("V4: the key is attached after the create, and not sent with it", async () => {
  const creation = await create();
  expect(creation).toMatchObject({ outcome: "created", keyGiven: false });
  const [contract] = await stage.living();
  expect(contract?.sshKeys).toEqual([]);
});

describe("V7: what is on its way", () => {
  test.each<[string, object, InstanceState]>([
    ["stuck-loading", {}, "loading"],
    ["slow-loading", { minutes: 90 }, "loading"],
    ["never-starts", {}, "failed"],
  ])("%s %j: reads as %s", async (mood, options, state) => {
    await stage.simulator.mood(mood, options);
    const { externalId } = await stage.rent();
    expect(await find(externalId)).toMatchObject({ state: "provisioning", billed: "nothing" });
    await stage.simulator.pass(candidate.readySeconds);
    // Its GPU costs nothing until it runs.
    expect(await find(externalId)).toMatchObject({ state, billed: "disk" });
  });
});

test("V9: an interruptible that is taken away is stopped, and nobody had asked for it", async () => {
  const creation = await create("interruptible");
  const externalId = "externalId" in creation ? creation.externalId : "";
  await stage.simulator.pass(candidate.readySeconds);
  expect(await find(externalId)).toMatchObject({ state: "running", kind: "interruptible" });
  await stage.simulator.control("POST", `contracts/${externalId}`, { action: "interrupt" });
  await stage.simulator.pass(60);
  expect(await find(externalId)).toMatchObject({ state: "stopped", billed: "disk" });
});

test.each(["text", "json", "success"])("V10: being asked too often is told in %s", async (style) => {
  await stage.simulator.mood("too-many-requests", { style, on: ["create"] });
  expect(failureIn(await create())).toMatchObject({ kind: "rate-limited", retryAfterMs: 4_500 });
});

test("V11: what cannot be paid for is refused as such", async () => {
  await stage.simulator.mood("insufficient-credit");
  expect(failureIn(await create())?.kind).toBe("insufficient-credit");
});

test("V12: a list of one may be the one itself, and memory may come in gigabytes", async () => {
  const { externalId } = await stage.rent();
  await stage.simulator.mood("instances-as-object");
  expect(await list()).toMatchObject([{ externalId }]);
  await stage.simulator.mood("ram-in-gb");
  const { offers } = await stage.provider.listOffers(soon());
  expect(offers.every(({ vramGb }) => vramGb > 3 && vramGb < 400)).toBe(true);
});

test.each(["negative", "absurd", "null", "text"])(
  "T34: prices that make no sense (%s) are left out and counted, the rest is listed",
  async (kind) => {
    const count = async () => {
      const { values } = await metrics.oddRows.get();
      return values.find(({ labels }) => labels.what === "offers")?.value ?? 0;
    };
    const before = await count();
    await stage.simulator.strike("senseless-prices", 1, { kind, share: 0.2 });
    const { offers, odd } = await stage.provider.listOffers(soon());
    expect(odd).toBeGreaterThan(0);
    expect((await count()) - before).toBe(odd);
    expect(offers.length).toBeGreaterThan(odd);
  },
);

test("1.1: a wrong key is one also when it is answered 404", async () => {
  const { externalId } = await stage.rent();
  await stage.simulator.mood("bad-key-as-404");
  const stranger = adapterFor(candidate, stage.simulator, "another-key");
  await expect(stranger.findInstance(externalId, soon())).rejects.toMatchObject({ kind: "unauthorised" });
  await expect(stranger.destroy(externalId, soon())).rejects.toMatchObject({ kind: "unauthorised" });
});

test("G18: a list that runs behind does not show what a read does", async () => {
  await stage.simulator.mood("list-lag", { seconds: 300 });
  const { externalId } = await stage.rent();
  expect(await list()).toEqual([]);
  expect(await find(externalId)).toMatchObject({ externalId });
  await stage.simulator.pass(300);
  expect(await list()).toHaveLength(1);
});

test("a host out of sight is unknown, neither running nor gone", async () => {
  const { externalId } = await stage.rent();
  await stage.simulator.pass(candidate.readySeconds);
  await stage.simulator.strike("unknown-flap");
  expect(await find(externalId)).toMatchObject({ state: "unknown" });
  expect(await find(externalId)).toMatchObject({ state: "running" });
});

test("T35: what it costs is what the provider charges, not what it listed", async () => {
  await stage.simulator.mood("price-raised", { factor: 1.5 });
  const { externalId, order } = await stage.rent();
  const read = await find(externalId);
  expect(read?.pricePerHour).toBeGreaterThan(order.priceCapPerHour);
});

describe("G15: an end that was accepted is none until the machine is seen no more", () => {
  test.each<[string, object, InstanceState]>([
    ["destroy-ignored", {}, "running"],
    ["destroy-stops", {}, "stopped"],
    ["destroy-late", { seconds: 7_200 }, "ending"],
  ])("%s %j: it reads as %s", async (mood, options, state) => {
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    await stage.simulator.strike(mood, 1, options);
    expect(await stage.provider.destroy(externalId, soon())).toBe("accepted");
    await stage.simulator.pass(60);
    expect(await find(externalId)).toMatchObject({ state });
    expect(await list()).toHaveLength(1);
    await stage.simulator.pass(7_200);
  });

  test("one that comes back is seen again", async () => {
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    await stage.simulator.strike("destroy-undone", 1, { seconds: 600 });
    await stage.provider.destroy(externalId, soon());
    await stage.simulator.pass(300);
    expect(await find(externalId)).toBeNull();
    await stage.simulator.pass(600);
    expect(await list()).toMatchObject([{ externalId }]);
  });
});

test("one whose GPUs others took while it was stopped waits for them", async () => {
  const { externalId, order } = await stage.rent();
  await stage.simulator.pass(candidate.readySeconds);
  await stage.provider.stop?.(externalId, soon());
  await stage.simulator.pass(60);
  const machine = Number(order.offer.machineId);
  // Whoever takes all that is free takes these as well.
  for (let taken = true; taken;)
    taken = await stage.simulator.control("POST", "market", { machine, action: "rent" }).then(
      () => true,
      () => false,
    );
  await stage.provider.start?.(externalId, soon());
  expect(await find(externalId)).toMatchObject({ state: "waiting", billed: "disk" });
});

test("past and present prices are those of the whole market, rented and left", async () => {
  const present = await stage.provider.readPricesNow?.(soon());
  const some = present?.find(({ gpusRented, median }) => (gpusRented ?? 0) > 0 && median !== null);
  expect(some?.p10).toBeLessThanOrEqual(some?.p90 ?? 0n);
  const { now } = await stage.simulator.control<{ now: number }>("GET", "state");
  const to = new Date(Math.floor(now / 3_600_000) * 3_600_000);
  const from = new Date(to.getTime() - 6 * 3_600_000);
  const gpuRawNames = ["RTX 4090", "RTX 3090", "a card of no name"];
  const past = await stage.provider.readPrices?.({ gpuRawNames, from, to, stepSeconds: 3_600 }, soon());
  expect(past?.map(({ gpuRawName }) => gpuRawName).toSorted()).toEqual(["RTX 3090", "RTX 4090"]);
  for (const { points } of past ?? []) {
    expect(points).toHaveLength(6);
    expect(points[0]?.at).toEqual(from);
    expect(points.every(({ available }) => available.median === null || available.median > 0n)).toBe(true);
  }
});
