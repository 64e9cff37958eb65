import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { adapterFor, carrying, setStage, soon, type Stage } from "../../testing/stage.ts";
import { tensorDockCandidate as candidate } from "../../testing/tensordock.ts";
import { isDearer } from "../../sessions/rules/dearer.ts";
import type { Usd } from "../../values/money.ts";
import type { Creation, InstanceState } from "../provider.ts";

// The survival list, line by line: what was seen at TensorDock, and what becomes of it here.

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(candidate);
});
afterAll(() => stage?.simulator.stop());
beforeEach(() => stage.clear());

const create = async () => stage.provider.create(stage.order(await stage.cheapest()), soon());
const find = (externalId: string) => stage.provider.findInstance(externalId, soon());
const list = () => stage.provider.listInstances(soon());

/** What comes of something that the simulator holds back by its own clock. */
async function whilePassing<T>(asking: Promise<T>): Promise<T> {
  let over = false;
  const answer = asking.finally(() => (over = true));
  while (!over) {
    await stage.simulator.pass(5);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return answer;
}

function failureIn(creation: Creation) {
  expect(creation.outcome).toBe("refused");
  return "failure" in creation ? creation.failure : null;
}

test("the price shown is the price charged, part by part, for each card and count", async () => {
  const { offers } = await stage.provider.listOffers(soon());
  const places = new Set(offers.map(({ machineId }) => machineId.split("/")[0]));
  expect(places.size).toBeGreaterThan(10);
  const one = offers.filter(({ gpuCount }) => gpuCount === 1).length;
  expect(offers.length).toBeGreaterThan(one * 1.5);
  const dearest = offers.toSorted((a, b) => Number(b.pricePerHour - a.pricePerHour));
  for (const offer of [dearest[0], dearest.at(-1)]) {
    if (!offer) throw new Error("nothing is offered");
    const order = stage.order(offer, { diskGb: 150 });
    const creation = await stage.provider.create(order, soon());
    const externalId = "externalId" in creation ? creation.externalId : "";
    expect(await find(externalId)).toMatchObject({
      gpuCount: offer.gpuCount,
      allInPerHour: offer.pricePerHour + (offer.diskPricePerGbMonth * 150n) / 720n,
    });
    const [truth] = carrying(await stage.living(), order);
    expect(BigInt(truth?.gpuMicrosPerHour ?? 0)).toBe(offer.pricePerHour);
  }
});

test.each(["No available nodes found", "nodes unavailable", "GPU capacity reached", "out of stock"])(
  "T1: what was listed and is not there (%s) is refused for want of capacity, and may be tried elsewhere",
  async (text) => {
    await stage.simulator.strike("no-nodes", 1, { text });
    expect(failureIn(await create())).toMatchObject({ kind: "no-capacity", mayBeDone: false });
    expect((await create()).outcome).toBe("created");
  },
);

describe("T2: an error that comes as a success", () => {
  test("is a refusal when it refuses", async () => {
    await stage.simulator.mood("no-nodes");
    await stage.simulator.mood("refusal-as-ok");
    expect(failureIn(await create())).toMatchObject({ kind: "no-capacity", mayBeDone: false });
    expect(await stage.living()).toEqual([]);
  });

  test("is a failure in passing when it is one", async () => {
    await stage.simulator.strike("ok-with-error", 1, { on: ["list"] });
    expect(await list()).toEqual([]);
  });
});

describe("T3: a machine that nothing leads to", () => {
  test("has ports where the node has no whole address", async () => {
    await stage.simulator.strike("no-public-ip");
    const creation = await whilePassing(create());
    expect(creation).toMatchObject({ outcome: "created" });
    await stage.simulator.pass(60);
    const read = await find("externalId" in creation ? creation.externalId : "");
    expect(read?.ssh[0]?.port).toBeGreaterThanOrEqual(20_000);
  });

  test("is unfit when the ports were not forwarded either", async () => {
    await stage.simulator.strike("no-public-ip");
    await stage.simulator.strike("forwards-ignored");
    const creation = await whilePassing(create());
    expect(creation).toMatchObject({ outcome: "unfit", reason: expect.stringContaining("SSH") as string });
    expect(await stage.living()).toHaveLength(1);
  });

  test("has no way in while it has no address", async () => {
    await stage.simulator.strike("address-never");
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    expect(await find(externalId)).toMatchObject({ state: "running", ssh: [] });
  });
});

test("T4: a key that does not arrive with the order arrives by command", async () => {
  await stage.simulator.strike("keys-dropped");
  const { order } = await stage.rent();
  const [truth] = carrying(await stage.living(), order);
  expect(truth?.sshKeys.map(({ text, arrivesAt }) => [text, arrivesAt !== null])).toEqual([
    [order.publicKey, true],
  ]);
});

test.each(["driver-late", "driver-never"])(
  "T5: %s: the provider says that it runs, and knows nothing of the driver",
  async (mood) => {
    await stage.simulator.strike(mood);
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    expect(await find(externalId)).toMatchObject({ state: "running", billed: "everything" });
  },
);

describe("T6: a good key that is called wrong", () => {
  test("eight times in a row is not noticed by whoever reads", async () => {
    const { externalId } = await stage.rent();
    await stage.simulator.strike("unauthorised", 8, { on: ["show"] });
    expect(await find(externalId)).toMatchObject({ externalId });
    await stage.simulator.strike("unauthorised", 8, { on: ["list"] });
    expect(await list()).toMatchObject([{ externalId }]);
  });

  test("ends nothing, and is said to be wrong", async () => {
    const { externalId } = await stage.rent();
    await stage.simulator.strike("unauthorised", 1, { on: ["destroy"] });
    await expect(stage.provider.destroy(externalId, soon())).rejects.toMatchObject({ kind: "unauthorised" });
    expect(await list()).toHaveLength(1);
  });
});

test("T7: a create of more than a minute ends well, and was asked once", async () => {
  await stage.simulator.strike("slow-create", 1, { seconds: 75 });
  const order = stage.order(await stage.cheapest());
  expect((await whilePassing(stage.provider.create(order, soon()))).outcome).toBe("created");
  expect(carrying(await stage.truths(), order)).toHaveLength(1);
});

describe("T8: a machine that was there", () => {
  test("and vanished is neither read nor listed", async () => {
    await stage.simulator.strike("vanishes", 1, { seconds: 800 });
    const { externalId } = await stage.rent();
    await stage.simulator.pass(700);
    expect(await find(externalId)).toMatchObject({ state: "running" });
    await stage.simulator.pass(200);
    expect(await find(externalId)).toBeNull();
    expect(await list()).toEqual([]);
  });

  test("and stopped at once reads as stopped, with its disk on the bill", async () => {
    await stage.simulator.strike("stops-early");
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    expect(await find(externalId)).toMatchObject({ state: "stopped", billed: "disk" });
  });
});

test("T9: a fourth tier makes nothing better than a datacentre, and Texas, Texas is Texas", async () => {
  await stage.simulator.strike("odd-locations");
  const { offers, odd } = await stage.provider.listOffers(soon());
  expect(odd).toBe(0);
  // How reliable a machine is follows from its node's uptime, not from the tier of the house.
  expect(offers.every(({ reliability }) => reliability !== null && reliability <= 1)).toBe(true);
  expect(offers.map(({ region }) => region)).toContain("Texas");
});

test("T10: what was to be ended and was not is in the list, with what it costs", async () => {
  const { externalId, order } = await stage.rent();
  await stage.simulator.pass(candidate.readySeconds);
  await stage.simulator.strike("destroy-ignored");
  expect(await stage.provider.destroy(externalId, soon())).toBe("accepted");
  await stage.simulator.pass(7_200);
  const [left, ...others] = await list();
  expect(others).toEqual([]);
  expect(left).toMatchObject({ externalId, state: "running", billed: "everything" });
  expect(left?.allInPerHour).toBeGreaterThan(order.priceCapPerHour);
});

describe("the forms of an answer", () => {
  test.each(["bare", "attributes"])("a list that is %s is the same list", async (shape) => {
    const { externalId, order } = await stage.rent();
    await stage.simulator.strike("list-shape", 1, { shape });
    expect(await list()).toMatchObject([{ externalId, mark: { session: order.mark.session } }]);
  });

  test("a machine in an envelope is the same machine", async () => {
    const { externalId } = await stage.rent();
    await stage.simulator.pass(candidate.readySeconds);
    const bare = await find(externalId);
    await stage.simulator.strike("wrapped-instance");
    expect(await find(externalId)).toEqual(bare);
  });

  test("what still reads, as deleted, is gone", async () => {
    const { externalId } = await stage.rent();
    await stage.provider.destroy(externalId, soon());
    await stage.simulator.pass(candidate.goneSeconds);
    await stage.simulator.strike("deleted-lingers");
    expect(await find(externalId)).toBeNull();
  });
});

test.each<[string, object, InstanceState]>([
  ["stuck-loading", {}, "loading"],
  ["never-starts", {}, "failed"],
])("%s %j: reads as %s", async (mood, options, state) => {
  await stage.simulator.strike(mood, 1, options);
  const { externalId } = await stage.rent();
  await stage.simulator.pass(candidate.readySeconds);
  expect(await find(externalId)).toMatchObject({ state });
});

test("what cannot be paid for is refused as such", async () => {
  await stage.simulator.strike("insufficient-credit");
  expect(failureIn(await create())?.kind).toBe("insufficient-credit");
});

test("one whose GPUs others took while it was stopped cannot be started, and stays as it is", async () => {
  const { externalId } = await stage.rent();
  await stage.simulator.pass(candidate.readySeconds);
  await stage.provider.stop?.(externalId, soon());
  await stage.simulator.pass(60);
  await stage.simulator.strike("no-nodes");
  await expect(stage.provider.start?.(externalId, soon())).rejects.toMatchObject({ kind: "no-capacity" });
  expect(await find(externalId)).toMatchObject({ state: "stopped" });
});

describe("T35: what a machine costs is what its provider charges", () => {
  const rentAt = async (diskPricePerGbMonth: Usd, diskGb: number) => {
    const { offers } = await stage.provider.listOffers(soon());
    const offer = offers.find(
      (one) => one.diskPricePerGbMonth === diskPricePerGbMonth && one.diskGb >= diskGb,
    );
    if (!offer) throw new Error("no storage is sold at that price");
    const creation = await stage.provider.create(stage.order(offer, { diskGb }), soon());
    const externalId = "externalId" in creation ? creation.externalId : "";
    const diskPricePerHour = (diskPricePerGbMonth * BigInt(diskGb)) / 720n;
    return { externalId, agreed: { listedPerHour: offer.pricePerHour, diskPricePerHour } };
  };
  // The price of the documents, and others.
  const STORAGE_PRICES = [36_000n, 72_000n, 144_000n];

  test.each(STORAGE_PRICES)(
    "and no more than was listed, at %d micro-dollars for a GB and month, whoever's adapter looks",
    async (diskPricePerGbMonth) => {
      const { externalId, agreed } = await rentAt(diskPricePerGbMonth, 400);
      // One that never listed offers: made with a team's own key, or by a process that does not poll.
      for (const provider of [stage.provider, adapterFor(candidate, stage.simulator)]) {
        const [listed] = await provider.listInstances(soon());
        const read = await provider.findInstance(externalId, soon());
        for (const charged of [listed, read]) {
          if (!charged) throw new Error("it is not there");
          expect(isDearer(agreed, charged)).toBe(false);
          expect(charged.allInPerHour).toBe(agreed.listedPerHour + agreed.diskPricePerHour);
        }
      }
    },
  );

  test("also where that is more than it had listed", async () => {
    await stage.simulator.strike("price-raised", 1, { factor: 1.1 });
    const { externalId, agreed } = await rentAt(144_000n, 100);
    const read = await adapterFor(candidate, stage.simulator).findInstance(externalId, soon());
    expect(read && isDearer(agreed, read)).toBe(true);
  });
});

test("another key sees nothing of it", async () => {
  const { externalId } = await stage.rent();
  const stranger = adapterFor(candidate, stage.simulator, "another-key");
  await expect(stranger.findInstance(externalId, soon())).rejects.toMatchObject({ kind: "unauthorised" });
});
