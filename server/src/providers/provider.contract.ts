import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  adapterFor,
  type Candidate,
  carrying,
  PUBLIC_KEY,
  setStage,
  soon,
  type Stage,
} from "../testing/stage.ts";
import { usd } from "../values/money.ts";
import { readMark, writeMark } from "./mark.ts";
import { type Creation, type FailureKind, type Instance, type Order, ProviderFailure } from "./provider.ts";

// What every adapter promises, asked of each against the simulated provider, with every way in which that
// can misbehave switched on. An adapter joins with a few lines: see vast/vast.contract.test.ts.

export function holdToContract(candidate: Candidate): void {
  const able = adapterFor(candidate, { url: "http://127.0.0.1:9" });
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(candidate);
  });
  afterAll(() => stage?.simulator.stop());
  beforeEach(() => stage.clear());

  describe("the market", () => {
    test("is listed whole, in our words and units", async () => {
      const { offers, odd } = await stage.provider.listOffers(soon());
      expect(odd).toBe(0);
      expect(offers.length).toBeGreaterThan(10);
      for (const offer of offers) {
        expect(offer.pricePerHour).toBeGreaterThan(0n);
        expect(offer.pricePerHour).toBeGreaterThanOrEqual(offer.vcpuPricePerHour + offer.ramPricePerHour);
        expect(offer.pricePerHour).toBeLessThan(usd(1_000));
        expect(offer.gpuCount).toBeGreaterThan(0);
        expect(offer.vramGb).toBeGreaterThan(3);
        expect(offer.vramGb).toBeLessThan(400);
        expect(offer.region).not.toBe("");
        expect(offer.country === null || /^[A-Z]{2}$/.test(offer.country)).toBe(true);
        expect(offer.reliability === null || (offer.reliability >= 0 && offer.reliability <= 1)).toBe(true);
      }
      const names = offers.map(({ kind, externalId }) => `${kind} ${externalId}`);
      expect(new Set(names).size).toBe(names.length);
    });

    test("that has nothing at all to offer is not believed", async () => {
      await stage.simulator.mood("empty-list");
      await expect(stage.provider.listOffers(soon())).rejects.toMatchObject({ kind: "nonsense" });
    });
  });

  describe("a machine", () => {
    test("is rented, read, listed, and gone once it was ended and is no longer seen", async () => {
      const { provider, simulator } = stage;
      const { diskPricePerGbMonth } = await stage.cheapest();
      const { order, externalId } = await stage.rent();
      expect(carrying(await stage.living(), order)).toHaveLength(1);
      await simulator.pass(candidate.readySeconds);
      const read = await provider.findInstance(externalId, soon());
      expect(read).toMatchObject({ externalId, state: "running", billed: "everything", kind: "on_demand" });
      expect(read?.mark).toEqual(readMark(writeMark(order.mark)));
      const diskPerHour = (diskPricePerGbMonth * BigInt(order.diskGb)) / 720n;
      expect(read?.pricePerHour ?? (read?.allInPerHour ?? 0n) - diskPerHour).toBe(order.priceCapPerHour);
      expect(read?.ssh[0]?.host).toMatch(/^[\w.-]+$/);
      const [listed, ...others] = await provider.listInstances(soon());
      expect(others).toEqual([]);
      expect(listed).toMatchObject({ externalId, state: "running", mark: read?.mark });
      expect(known(listed)).toMatchObject(knownToBoth(read, listed));

      expect(await provider.destroy(externalId, soon())).toBe("accepted");
      await simulator.pass(candidate.goneSeconds);
      expect(await provider.findInstance(externalId, soon())).toBeNull();
      expect(await provider.listInstances(soon())).toEqual([]);
      expect(await provider.destroy(externalId, soon())).toBe("gone");
    });

    test("lets the key in that it was ordered with, or takes it afterwards", async () => {
      const creation = await stage.provider.create(stage.order(await stage.cheapest()), soon());
      const { externalId, keyGiven } = creation as Extract<Creation, { outcome: "created" }>;
      expect(keyGiven || able.attachKey).toBeTruthy();
      if (!keyGiven) await stage.provider.attachKey?.(externalId, `${PUBLIC_KEY}\n`, soon());
      const [contract] = await stage.living();
      expect(contract?.sshKeys.map(({ text }) => text)).toEqual([PUBLIC_KEY]);
    });

    test.runIf(able.stop)("is stopped and started", async () => {
      const { provider, simulator } = stage;
      const { externalId } = await stage.rent();
      await simulator.pass(candidate.readySeconds);
      await provider.stop?.(externalId, soon());
      await simulator.pass(candidate.goneSeconds);
      expect(await provider.findInstance(externalId, soon())).toMatchObject({ state: "stopped" });
      await provider.start?.(externalId, soon());
      await simulator.pass(candidate.readySeconds);
      expect(await provider.findInstance(externalId, soon())).toMatchObject({ state: "running" });
    });

    test.runIf(able.setMark)("is marked anew", async () => {
      const { order, externalId } = await stage.rent();
      const mark = { ...order.mark, expiresAt: new Date("2026-12-02T00:00:00Z") };
      await stage.provider.setMark?.(externalId, mark, soon());
      const read = await stage.provider.findInstance(externalId, soon());
      expect(read?.mark).toEqual(readMark(writeMark(mark)));
    });

    test("of an offer that is not there is surely not rented", async () => {
      const offer = { ...(await stage.cheapest()), externalId: "987654321" };
      const creation = await stage.provider.create(stage.order(offer), soon());
      expect(creation.outcome).toBe("refused");
      expect(["offer-gone", "no-capacity"]).toContain(kindOf(creation));
      expect(await stage.living()).toEqual([]);
    });

    const senseless: [what: string, change: Partial<Order>][] = [
      ["a command for an image", { image: "ubuntu; rm -rf /" }],
      ["a command in an image", { image: "$(reboot)" }],
      ["a flag for a variable", { env: { "-p 22:22": "1" } }],
      ["a flag after a variable", { env: { "A=1 -v /:/host": "1" } }],
      ["two keys in one", { publicKey: `${PUBLIC_KEY}\nssh-rsa AAAA evil` }],
      ["a key that is none", { publicKey: "let me in" }],
      ["a port that is none", { ports: [70_000] }],
      ["a disk of less than nothing", { diskGb: -1 }],
      ["a disk that is no number", { diskGb: Number.NaN }],
      ["no price", { priceCapPerHour: 0n }],
    ];
    test.each(senseless)("T33: with %s is not ordered", async (_what, change) => {
      const creation = await stage.provider.create(stage.order(await stage.cheapest(), change), soon());
      expect([creation.outcome, kindOf(creation)]).toEqual(["refused", "nonsense"]);
      expect(await stage.living()).toEqual([]);
    });
  });

  describe("the account", () => {
    test("T39: shows what others made in it, and none of that carries a mark of ours", async () => {
      await stage.simulator.control("POST", "foreign", {
        count: 3,
        label: "theirs",
        provider: candidate.provider,
      });
      const { externalId } = await stage.rent();
      const all = await stage.provider.listInstances(soon());
      expect(all).toHaveLength(4);
      expect(all.filter(({ mark }) => mark !== null).map((one) => one.externalId)).toEqual([externalId]);
    });

    test("G17: is listed to its last page", async () => {
      await stage.simulator.control("POST", "foreign", { count: 60, provider: candidate.provider });
      const all = await stage.provider.listInstances(soon());
      expect(new Set(all.map(({ externalId }) => externalId)).size).toBe(60);
    });

    test.runIf(able.readBalance)("V11: may owe, and says so", async () => {
      const pay = (payDollars: number) =>
        stage.simulator.control("POST", "account", { payDollars, provider: candidate.provider });
      const before = await stage.provider.readBalance?.(soon());
      await pay(-1_000);
      expect(await stage.provider.readBalance?.(soon())).toBe((before ?? 0n) - usd(1_000));
      await pay(1_000);
    });
  });

  describe("a key", () => {
    test("that is wrong is said to be, by every call, and never taken for nothing being there", async () => {
      const { externalId, order } = await stage.rent();
      const stranger = adapterFor(candidate, stage.simulator, "another-key");
      const creation = await stranger.create(order, soon());
      expect([creation.outcome, kindOf(creation)]).toEqual(["refused", "unauthorised"]);
      const calls = [
        () => stranger.listOffers(soon()),
        () => stranger.findInstance(externalId, soon()),
        () => stranger.listInstances(soon()),
        () => stranger.destroy(externalId, soon()),
      ];
      for (const ask of calls) await expect(ask()).rejects.toMatchObject({ kind: "unauthorised" });
      expect(await stage.living()).toHaveLength(1);
    });

    test("that is missing is no error: the provider is not connected", () => {
      const { provider: id } = candidate;
      expect(stage.provider).toMatchObject({ id, connected: true });
      expect(adapterFor(candidate, stage.simulator, null)).toMatchObject({ id, connected: false });
    });
  });

  const wire: [mood: string, kind: FailureKind][] = [
    ["too-many-requests", "rate-limited"],
    ["server-error", "flaky"],
    ["html-body", "nonsense"],
    ["huge-garbage", "nonsense"],
    ["truncated-json", "nonsense"],
    ["ok-with-error", "flaky"],
    ["cut-connection", "flaky"],
    ["unauthorised", "unauthorised"],
  ];
  describe("T34: a call that goes wrong on the wire", () => {
    test.each(wire)("%s: is a failure of kind %s, and never nothing", async (mood, kind) => {
      const { provider, simulator } = stage;
      const { externalId } = await stage.rent();
      const calls: [keyof Candidate["endpoints"], () => Promise<unknown>][] = [
        ["listOffers", () => provider.listOffers(soon())],
        ["findInstance", () => provider.findInstance(externalId, soon())],
        ["listInstances", () => provider.listInstances(soon())],
        ["destroy", () => provider.destroy(externalId, soon())],
      ];
      for (const [name, ask] of calls) {
        await simulator.mood(mood, { on: [candidate.endpoints[name]] });
        const failure: unknown = await ask().catch((error: unknown) => error);
        expect(failure, name).toBeInstanceOf(ProviderFailure);
        expect((failure as ProviderFailure).kind, name).toBe(kind);
        await simulator.calm();
      }
      expect(await stage.living()).toHaveLength(1);
    });

    const passing = wire.filter(([, kind]) => kind === "flaky" || kind === "rate-limited");
    test.each(passing)("%s: once, is not noticed by whoever reads", async (mood) => {
      const { externalId } = await stage.rent();
      await stage.simulator.strike(mood, 1, { on: [candidate.endpoints.findInstance] });
      expect(await stage.provider.findInstance(externalId, soon())).toMatchObject({ externalId });
    });

    test("G45: and hangs is given up when its caller gives up", async () => {
      const { provider, simulator } = stage;
      const { externalId, order } = await stage.rent();
      await simulator.mood("hung-connection");
      const briefly = () => AbortSignal.timeout(200);
      const calls = [
        () => provider.listOffers(briefly()),
        () => provider.findInstance(externalId, briefly()),
        () => provider.listInstances(briefly()),
        () => provider.destroy(externalId, briefly()),
      ];
      for (const ask of calls) await expect(ask()).rejects.toMatchObject({ kind: "flaky" });
      expect((await provider.create(order, briefly())).outcome).toBe("unknown");
    });
  });

  describe("G18: a create whose answer is lost", () => {
    test.each(["create-cut", "create-error-after-commit"])(
      "%s: is said to be unknown, was asked once, and its mark finds what it made",
      async (mood) => {
        const order = stage.order(await stage.cheapest());
        await stage.simulator.mood(mood);
        expect((await stage.provider.create(order, soon())).outcome).toBe("unknown");
        expect(await stage.truths().then((all) => carrying(all, order))).toHaveLength(1);
        const all = await stage.provider.listInstances(soon());
        expect(all.filter(({ mark }) => mark?.session === order.mark.session)).toHaveLength(1);
      },
    );
  });

  // The simulator itself says what moods there are, so that a new one is lived through from its first day.
  describe("whatever mood the provider is in", () => {
    test("what is said of a machine all through its life is so, or it is a failure; and none is made twice", async () => {
      const moods = Object.keys(await stage.simulator.control<object>("GET", "moods"));
      expect(moods.length).toBeGreaterThan(30);
      for (const mood of moods) {
        await stage.clear();
        await live(stage, mood, candidate.provider);
      }
    }, 240_000);
  });
}

/** Goes through a machine's life with a mood on, and holds all that is said against what stands there. */
async function live(stage: Stage, mood: string, name: string): Promise<void> {
  const { provider, simulator } = stage;
  const order = stage.order(await stage.cheapest());
  const signal = () => (mood === "hung-connection" ? AbortSignal.timeout(150) : soon());
  const settle = <T>(asking: Promise<T> | undefined) => settled(simulator, mood, asking);
  await simulator.mood(mood, { provider: name });

  const creation = await settle(provider.create(order, signal()));
  const made = carrying(await stage.truths(), order).length;
  expect(creation, mood).not.toBeInstanceOf(ProviderFailure);
  const { outcome } = creation as Creation;
  expect(made, `${mood}: ${outcome}`).toBeOneOf(possible[outcome]);

  await settle(provider.listOffers(signal()));
  const externalId =
    "externalId" in (creation as Creation) ? (creation as { externalId: string }).externalId : null;
  const id = externalId ?? (await idOf(stage, order)) ?? "987654321";
  await simulator.mood(mood, { provider: name });
  const read = await settle(provider.findInstance(id, signal()));
  const all = await settle(provider.listInstances(signal()));
  const stands = carrying(await stage.living(), order).length > 0;
  if (read === null && !liesOfReads.has(mood)) expect(stands, mood).toBe(false);
  if (read && !(read instanceof ProviderFailure)) expect(read.mark?.session, mood).toBe(order.mark.session);
  if (Array.isArray(all) && !liesOfLists.has(mood)) expect(all.length > 0, mood).toBe(stands);

  await settle(provider.readBalance?.(signal()));
  await settle(provider.attachKey?.(id, PUBLIC_KEY, signal()));
  await settle(provider.setMark?.(id, order.mark, signal()));
  await settle(provider.stop?.(id, signal()));
  await settle(provider.start?.(id, signal()));
  const ended = await settle(provider.destroy(id, signal()));
  if (ended === "gone") expect(carrying(await stage.living(), order), mood).toEqual([]);
  expect(carrying(await stage.truths(), order).length, mood).toBe(made);
}

/** What a reading says; some lists say less of a machine than a read of it alone does, and some reads less than a list. */
function known(instance: Instance | null | undefined): Partial<Instance> {
  const facts = Object.entries(instance ?? {}) as [string, unknown][];
  return Object.fromEntries(
    facts.filter(([, fact]) => fact !== null && !(Array.isArray(fact) && fact.length === 0)),
  );
}

/** As the one has it, what the other says as well: they may not contradict each other. */
function knownToBoth(one: Instance | null, other: Instance | undefined): Partial<Instance> {
  const told = known(other);
  return Object.fromEntries(Object.entries(known(one)).filter(([name]) => name in told));
}

/** How a machine is called that was made without its maker knowing, seen in a calm moment. */
async function idOf({ provider, simulator }: Stage, order: Order): Promise<string | undefined> {
  await simulator.calm();
  const all = await provider.listInstances(soon());
  return all.find(({ mark }) => mark?.session === order.mark.session)?.externalId;
}

/** An answer, or a failure of the contract's; anything else that is thrown is a breach of it. */
async function settled<T>(
  simulator: Stage["simulator"],
  mood: string,
  asking: Promise<T> | undefined,
): Promise<T | ProviderFailure | undefined> {
  const answer = Promise.resolve(asking).catch((error: unknown) => {
    if (error instanceof ProviderFailure) return error;
    throw new Error(`${mood}: ${String(error)}`, { cause: error });
  });
  // Some moods hold answers back by the simulator's clock, which stands still unless it is moved.
  for (;;) {
    const turn = new Promise<null>((resolve) => void setImmediate(resolve, null));
    const done = await Promise.race([answer.then((value) => ({ value })), turn]);
    if (done) return done.value;
    await simulator.pass(0.5);
  }
}

/** How many machines there can be after each end of a create. */
const possible: Record<Creation["outcome"], number[]> = {
  created: [1],
  unfit: [1],
  refused: [0],
  unknown: [0, 1],
};

/** Moods of saying what is not so in perfectly good shape: nobody could tell from that one call. */
const liesOfLists: ReadonlySet<string> = new Set(["empty-list", "list-lag"]);
const liesOfReads: ReadonlySet<string> = new Set(["null-instance"]);

function kindOf(creation: Creation): FailureKind | null {
  return "failure" in creation ? creation.failure.kind : null;
}
