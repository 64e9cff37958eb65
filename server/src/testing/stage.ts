import { expect } from "vitest";
import type { Clock } from "../platform/clock.ts";
import { type Log, makeLog } from "../platform/log.ts";
import type { Patience } from "../providers/line.ts";
import { type Mark, readMark } from "../providers/mark.ts";
import type { ListedOffer, Order, Provider } from "../providers/provider.ts";
import { HurriedClock } from "./hurried-clock.ts";
import { listed } from "./listed.ts";
import { startSimulator, type Simulator, type TrueContract } from "./simulator.ts";

/** An adapter that is held to the contract, and the simulated provider that it speaks with. */
export interface Candidate {
  /** What the simulator calls the provider; it is the adapter's id as well. */
  provider: string;
  make(options: AdapterOptions): Provider;
  /** More of how the simulator is to be started. */
  flags?: readonly string[];
  /** How the simulator calls the endpoint behind each call of the contract. */
  endpoints: Readonly<Record<"listOffers" | "create" | "findInstance" | "listInstances" | "destroy", string>>;
  /** Simulated seconds after which an ordered machine surely runs, and after which an ended one is surely gone. */
  readySeconds: number;
  goneSeconds: number;
}

/** What every adapter is made with. */
export interface AdapterOptions {
  url: string;
  apiKey: string | undefined;
  clock: Clock;
  log: Log;
  patience: Partial<Patience>;
}

export const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHbB6h0hCxtJ1rPzCz0Jd7Yl3vT3yJb0Zc0m3mQ1mQ1m ada@example.com";

export type Stage = Awaited<ReturnType<typeof setStage>>;

export async function setStage(candidate: Candidate) {
  const simulator = await startSimulator(
    "--machines",
    "120",
    "--market-speed",
    "0",
    ...(candidate.flags ?? []),
  );
  const provider = adapterFor(candidate, simulator);
  let sessions = 0;

  async function cheapest(kind: ListedOffer["kind"] = "on_demand"): Promise<ListedOffer> {
    const { offers } = await provider.listOffers(soon());
    const [first] = offers
      .filter((offer) => offer.kind === kind && offer.diskGb >= 100)
      .toSorted((a, b) => Number(a.pricePerHour - b.pricePerHour));
    if (!first) throw new Error(`no ${kind} offer is listed`);
    return first;
  }

  function order(offer: ListedOffer, change: Partial<Order> = {}): Order {
    const session = `ses_${String(++sessions).padStart(26, "0")}`;
    return { ...orderFor(offer), mark: { ...mark, session }, ...change };
  }

  async function rent(change: Partial<Order> = {}): Promise<{ order: Order; externalId: string }> {
    const wanted = order(await cheapest(), change);
    const creation = await provider.create(wanted, soon());
    expect(creation).toMatchObject({ outcome: "created" });
    return { order: wanted, externalId: "externalId" in creation ? creation.externalId : "" };
  }

  /** All that ever stood in the account. */
  async function truths(): Promise<TrueContract[]> {
    return (await simulator.contracts()).filter((contract) => contract.provider === candidate.provider);
  }

  async function living(): Promise<TrueContract[]> {
    return (await truths()).filter(({ phase }) => phase !== "gone");
  }

  return {
    simulator,
    provider,
    cheapest,
    order,
    rent,
    truths,
    living,
    /** Calm, and nothing stands there. */
    async clear(): Promise<void> {
      await simulator.calm();
      for (const { externalId } of await provider.listInstances(soon()))
        await provider.destroy(externalId, soon());
      await simulator.pass(candidate.goneSeconds);
      expect(await living()).toEqual([]);
    },
  };
}

export function adapterFor(
  candidate: Candidate,
  simulator: Pick<Simulator, "url">,
  apiKey: string | null = "key-of-the-test",
): Provider {
  return candidate.make({
    url: simulator.url,
    apiKey: apiKey ?? undefined,
    clock: new HurriedClock(),
    log: makeLog("silent"),
    // Circuits that open would hide what comes after.
    patience: { firstDelayMs: 1, maxDelayMs: 2, breaksAfter: 1_000 },
  });
}

const mark: Mark = {
  deployment: "test1",
  session: "ses_00000000000000000000000000",
  expiresAt: new Date("2026-12-01T12:00:00Z"),
  consumer: "Ada",
};

/** An order that makes sense, of a machine that may not be there. */
export function orderFor(offer: ListedOffer = listed("1")): Order {
  return {
    offer,
    diskGb: 100,
    image: "ubuntu:22.04",
    onStart: null,
    env: { BERTH: "1" },
    ports: [],
    publicKey: PUBLIC_KEY,
    priceCapPerHour: offer.pricePerHour,
    mark,
  };
}

export function carrying(contracts: readonly TrueContract[], order: Order): TrueContract[] {
  return contracts.filter(({ label }) => readMark(label)?.session === order.mark.session);
}

/** Long enough for whatever answers at all. */
export function soon(): AbortSignal {
  return AbortSignal.timeout(20_000);
}
