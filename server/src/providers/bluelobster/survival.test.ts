import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Clock } from "../../platform/clock.ts";
import { makeLog } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import { blueLobsterCandidate as candidate } from "../../testing/bluelobster.ts";
import { MovableClock } from "../../testing/clock.ts";
import { HurriedClock } from "../../testing/hurried-clock.ts";
import { adapterFor, PUBLIC_KEY, setStage, soon, type Stage } from "../../testing/stage.ts";

// The survival list, line by line: what was seen at Blue Lobster, and what becomes of it here.

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(candidate);
});
afterAll(() => stage?.simulator.stop());
beforeEach(() => stage.clear());

const find = (externalId: string) => stage.provider.findInstance(externalId, soon());

describe("the market", () => {
  test("is a type in a region, for each that has room", async () => {
    const { offers } = await stage.provider.listOffers(soon());
    const offer = offers.find(({ externalId }) => externalId === "v1_gpu_2x_a4000@igl");
    expect(offer).toMatchObject({
      machineId: "v1_gpu_2x_a4000@igl",
      kind: "on_demand",
      gpuRawName: "A4000",
      gpuCount: 2,
      pricePerHour: 400_000n,
      diskPricePerGbMonth: 0n,
      region: "Delaware",
      country: "US",
    });
    expect(offers.filter(({ externalId }) => externalId.includes("cpu"))).toEqual([]);
  });

  test("B7: how much memory a card has is ours to know", async () => {
    const { offers } = await stage.provider.listOffers(soon());
    const vram = new Map(offers.map(({ gpuRawName, vramGb }) => [gpuRawName, vramGb]));
    expect(Object.fromEntries(vram)).toMatchObject({
      "2080 Ti": 11,
      A4000: 16,
      A5000: 24,
      A6000: 48,
      "RTX 8000": 48,
    });
  });

  test("B7: a card that we do not know is left out and counted, not guessed at", async () => {
    const before = await oddOffers();
    const usual = await stage.provider.listOffers(soon());
    await stage.simulator.mood("unknown-card");
    const { offers, odd } = await stage.provider.listOffers(soon());
    expect([odd, offers]).toEqual([1, usual.offers]);
    expect((await oddOffers()) - before).toBe(1);
  });

  test("a card's name may come in a list", async () => {
    const usual = await stage.provider.listOffers(soon());
    await stage.simulator.mood("gpu-model-as-list");
    expect(await stage.provider.listOffers(soon())).toEqual(usual);
  });
});

describe("a launch", () => {
  test("B1: is followed by its task, from the queue to the machine", async () => {
    const { externalId } = await stage.rent();
    const states: (string | undefined)[] = [];
    for (let seconds = 0; seconds < 120; seconds += 5) {
      const seen = await find(externalId);
      if (states.at(-1) !== seen?.state) states.push(seen?.state);
      await stage.simulator.pass(5);
    }
    expect(states).toEqual(["provisioning", "loading", "running"]);
  });

  test("B1: may be answered only when its task is through; that is waited for", async () => {
    await stage.simulator.mood("launch-blocks");
    const order = stage.order(await stage.cheapest());
    let creation: unknown;
    const launched = stage.provider.create(order, soon()).then((answer) => (creation = answer));
    while (creation === undefined) {
      await stage.simulator.pass(5);
      await Promise.race([launched, new Promise((resolve) => void setImmediate(resolve))]);
    }
    expect(creation).toMatchObject({ outcome: "created", keyGiven: true, startGiven: false });
  });

  test("B2: takes a key with a newline, and the mark for a name", async () => {
    const { externalId, order } = await stage.rent({ publicKey: `${PUBLIC_KEY}\n` });
    const [contract] = await stage.living();
    expect(contract?.sshKeys.map(({ text }) => text)).toEqual([PUBLIC_KEY]);
    expect(contract?.label).toMatch(/^berth-[a-z0-9-]{1,58}$/);
    expect((await find(externalId))?.mark?.session).toBe(order.mark.session);
  });

  test("B2: that is refused for what is wrong with it made nothing", async () => {
    await stage.simulator.strike("launch-finds-fault");
    expect(await createOne()).toMatchObject({ outcome: "refused", failure: { kind: "nonsense" } });
    expect(await stage.living()).toEqual([]);
  });

  test("B3: without a power status is read all the same", async () => {
    await stage.simulator.mood("power-status-null");
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    expect(await find(externalId)).toMatchObject({ state: "running", billed: "everything" });
    expect(await strangersFind(externalId)).toMatchObject({ state: "running" });
  });

  test("B5: of what was taken meanwhile is refused for lack of room", async () => {
    await stage.simulator.strike("no-capacity");
    expect(await createOne()).toMatchObject({ outcome: "refused", failure: { kind: "no-capacity" } });
  });

  test("B5: of the last one of its kind succeeds once, however many reach for it", async () => {
    const { offers } = await stage.provider.listOffers(soon());
    // A whole node, of cards of which there is one node.
    const offer = offers.find(({ externalId }) => /_4x_(2080ti|8000|a6000)@igl$/.test(externalId));
    if (!offer) throw new Error("nothing of that kind is listed");
    const creations = await Promise.all(
      Array.from({ length: 5 }, () =>
        adapterFor(candidate, stage.simulator).create(stage.order(offer), soon()),
      ),
    );
    expect(creations.filter(({ outcome }) => outcome === "created")).toHaveLength(1);
    const refused = { outcome: "refused", failure: { kind: "no-capacity" } };
    expect(creations.filter(({ outcome }) => outcome !== "created")).toMatchObject(
      Array.from({ length: 4 }, () => refused),
    );
    expect(await stage.living()).toHaveLength(1);
  });

  test("of a type that is no more holds an old list", async () => {
    const offer = { ...(await stage.cheapest()), externalId: "v0_gpu_1x_k80@igl" };
    const creation = await stage.provider.create(stage.order(offer), soon());
    expect(creation).toMatchObject({ outcome: "refused", failure: { kind: "offer-gone" } });
  });

  test("B5: whose task fails is a failed create, and ends when we end it", async () => {
    await stage.simulator.strike("launch-fails");
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    expect(await find(externalId)).toMatchObject({ state: "failed", detail: "Disk resize failed" });
    expect(await stage.provider.listInstances(soon())).toEqual([]);
    expect(await stage.provider.destroy(externalId, soon())).toBe("gone");
    expect(await find(externalId)).toBeNull();
  });

  test("B5: whose task fails may leave a machine, which is ended like any other", async () => {
    await stage.simulator.strike("launch-fails", 1, { leaves: "machine" });
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    expect(await find(externalId)).toMatchObject({ state: "failed" });
    expect(await stage.provider.destroy(externalId, soon())).toBe("accepted");
    await stage.simulator.pass(candidate.goneSeconds);
    expect(await find(externalId)).toBeNull();
  });

  test("whose task fails is gone for whoever did not see it begin", async () => {
    await stage.simulator.strike("launch-fails");
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    expect(await strangersFind(externalId)).toBeNull();
  });

  test("that cannot be paid for is refused", async () => {
    await stage.simulator.strike("insufficient-credit");
    expect(await createOne()).toMatchObject({ outcome: "refused", failure: { kind: "insufficient-credit" } });
  });
});

describe("an end", () => {
  test("B6: is what the list says, whatever can still be read", async () => {
    const clock = new HurriedClock();
    const ours = adapterWith(clock);
    const creation = await ours.create(stage.order(await stage.cheapest()), soon());
    const externalId = "externalId" in creation ? creation.externalId : "";
    await stage.simulator.mood("address-lingers");
    await ours.destroy(externalId, soon());
    await stage.simulator.pass(60);
    expect(await ours.listInstances(soon())).toEqual([]);
    // By then a list that runs behind would have caught up.
    await new Promise<void>((resolve) => void clock.after(120_000, resolve));
    expect(await ours.findInstance(externalId, soon())).toBeNull();
    // Nor is it taken for a new one by somebody who did not end it.
    const later = adapterWith(new MovableClock("2036-01-01T00:00:00Z"));
    expect(await later.findInstance(externalId, soon())).toBeNull();
  });

  test("B6: may be told without a task", async () => {
    const { externalId } = await stage.rent();
    await stage.simulator.mood("destroy-in-other-words");
    expect(await stage.provider.destroy(externalId, soon())).toBe("accepted");
  });

  test("that is ignored shows: the machine is still listed", async () => {
    const { externalId } = await stage.rent();
    await stage.simulator.strike("destroy-ignored");
    expect(await stage.provider.destroy(externalId, soon())).toBe("accepted");
    await stage.simulator.pass(candidate.goneSeconds);
    expect(await find(externalId)).toMatchObject({ state: "running" });
  });
});

test("one that is not listed yet is read", async () => {
  await stage.simulator.mood("list-lag");
  const { externalId } = await stage.rent();
  expect(await stage.provider.listInstances(soon())).toEqual([]);
  expect(await find(externalId)).toMatchObject({ externalId });
});

async function createOne() {
  return stage.provider.create(stage.order(await stage.cheapest()), soon());
}

/** As another process reads it, which did not launch it. */
function strangersFind(externalId: string) {
  return adapterFor(candidate, stage.simulator).findInstance(externalId, soon());
}

function adapterWith(clock: Clock) {
  const { url, apiKey } = stage.simulator;
  return candidate.make({ url, apiKey, clock, log: makeLog("silent"), patience: {} });
}

async function oddOffers(): Promise<number> {
  const { values } = await metrics.oddRows.get();
  return (
    values.find(({ labels }) => labels.provider === "bluelobster" && labels.what === "offers")?.value ?? 0
  );
}
