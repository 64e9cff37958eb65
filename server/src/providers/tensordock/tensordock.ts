import { type Clock, sleep } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import { type Call, Line, type Patience } from "../line.ts";
import { refuseOrder } from "../order.ts";
import {
  type Creation,
  failedCreation,
  type Instance,
  type Order,
  type Provider,
  ProviderFailure,
} from "../provider.ts";
import { readRows } from "../rows.ts";
import { leadsToSsh, readInstanceRow } from "./instance-row.ts";
import { Nodes, readNode } from "./nodes.ts";
import { type OfferId, readCard, readLocation, readOfferId } from "./offer-rows.ts";
import { orderBody, type WayIn } from "./order-body.ts";
import { type Endpoint, paces } from "./paces.ts";
import { isForWantOfAddress, judge } from "./refusals.ts";
import { createdIn, instancesIn, locationsIn, nodesIn } from "./replies.ts";

export interface TensorDockOptions {
  url: string;
  apiKey: string | undefined;
  clock: Clock;
  log: Log;
  unpaced?: boolean;
  patience?: Partial<Patience>;
}

const ID = "tensordock";
const MB = 1024 * 1024;

/** It was seen to take more than a minute, and then the machine was there all the same. */
const CREATE_TIMEOUT_MS = 120_000;

const NODES_TIMEOUT_MS = 10_000;

/** An address comes within half a minute; whether the ports lead to the machine is looked at until then. */
const LOOK_MS_MAX = 45_000;
const LOOK_EVERY_MS = 3_000;

/** Eight times in a row a good key was called wrong, in the middle of a good session; the ninth went well. */
const usualPatience: Partial<Patience> = { attempts: 9, passing: ["flaky", "rate-limited", "unauthorised"] };

/** TensorDock: virtual machines put together from parts, at locations that each say what they have. */
export function makeTensorDock({
  url,
  apiKey,
  clock,
  log,
  unpaced = false,
  patience = {},
}: TensorDockOptions): Provider {
  // Paths are told from the end of the address on, wherever that leads.
  const base = `${url.replace(/\/+$/, "")}/api/v2/`;
  const line = new Line<Endpoint>({
    provider: ID,
    url: base,
    secret: apiKey,
    clock,
    log,
    paces,
    unpaced,
    judge,
    patience: { ...usualPatience, ...patience },
  });
  const told = { provider: ID, log };
  const nodes = new Nodes();

  const call = (
    endpoint: Endpoint,
    method: Call["method"],
    path: string,
    body?: unknown,
  ): Call<Endpoint> => ({
    endpoint,
    method,
    path,
    headers: { authorization: `Bearer ${apiKey}` },
    ...(body !== undefined && { body }),
  });

  return {
    id: ID,
    name: "TensorDock",
    connected: apiKey !== undefined,

    async listOffers(signal) {
      const asked = { ...call("market", "GET", "locations"), maxBytes: 16 * MB };
      const { rows: places, odd: oddPlaces } = await line.read(asked, signal, (reply) => {
        const read = readRows(told, "locations", locationsIn(reply), readLocation);
        if (read.rows.length > 0) return read;
        throw new ProviderFailure(ID, "nonsense", "answered that it has no locations at all");
      });
      await lookAtNodes(signal);
      const cards = places.flatMap((place) => place.cards.map((card) => ({ place, card })));
      const { rows, odd } = readRows(told, "offers", cards, ({ place, card }) =>
        readCard(place, card, nodes),
      );
      return { offers: rows.flat(), odd: odd + oddPlaces };
    },

    async create(order, signal): Promise<Creation> {
      const refused = refuseOrder(ID, order);
      if (refused) return refused;
      const offer = readOfferId(order.offer.externalId);
      if (!offer) return failedCreation(new ProviderFailure(ID, "offer-gone", "has no offer of that name"));
      try {
        return await createThere(order, offer, "whole address", signal);
      } catch (error) {
        return endOf(error);
      }
    },

    findInstance: find,

    async listInstances(signal) {
      return line.read(call("machines", "GET", "instances"), signal, (reply) =>
        instancesIn(reply).flatMap((row) => {
          const instance = readRow(row);
          return instance === "gone" ? [] : [instance];
        }),
      );
    },

    async destroy(externalId, signal) {
      const asked = call("machines", "DELETE", pathOf(externalId));
      return line.act(asked, signal, () => "accepted" as const).catch(unlessNotFound("gone" as const));
    },

    async stop(externalId, signal) {
      await line.act(call("machines", "POST", `${pathOf(externalId)}/stop`), signal, done);
    },

    async start(externalId, signal) {
      await line.act(call("machines", "POST", `${pathOf(externalId)}/start`), signal, done);
    },
  };

  /** Asked once and briefly: offers are worth listing without it. */
  async function lookAtNodes(signal: AbortSignal): Promise<void> {
    const asked = { ...call("market", "GET", "hostnodes"), timeoutMs: NODES_TIMEOUT_MS, maxBytes: 16 * MB };
    try {
      nodes.learn(
        await line.act(asked, signal, (reply) => readRows(told, "nodes", nodesIn(reply), readNode).rows),
      );
    } catch (error) {
      // The line has counted it, and what was known of the nodes still stands.
      if (!(error instanceof ProviderFailure)) throw error;
    }
  }

  /**
   * A whole address is wanted first: ports that were to be forwarded are known not to be, without a word. Where
   * there is none the refusal says just that and nothing was made, so that ports are asked for instead: the one
   * case in which a second request is not the first one again.
   */
  async function createThere(
    order: Order,
    offer: OfferId,
    wayIn: WayIn,
    signal: AbortSignal,
  ): Promise<Creation> {
    const asked = call("machines", "POST", "instances", orderBody(order, offer, wayIn));
    let externalId: string;
    try {
      externalId = await line.act({ ...asked, timeoutMs: CREATE_TIMEOUT_MS }, signal, createdIn);
    } catch (error) {
      const isLast = !(error instanceof ProviderFailure) || !isForWantOfAddress(error);
      if (isLast || wayIn === "forwarded ports") throw error;
      return createThere(order, offer, "forwarded ports", signal);
    }
    if (wayIn === "forwarded ports" && !(await hasWayIn(externalId, signal)))
      return { outcome: "unfit", externalId, reason: "its SSH port was not forwarded" };
    return { outcome: "created", externalId, keyGiven: true, startGiven: true };
  }

  /** False only when the machine has its address and nothing leads from it to port 22. */
  async function hasWayIn(externalId: string, signal: AbortSignal): Promise<boolean> {
    const until = clock.elapsedMs() + LOOK_MS_MAX;
    try {
      while (clock.elapsedMs() < until && !signal.aborted) {
        const asked = call("machines", "GET", pathOf(externalId));
        const leads = await line.read(asked, signal, ({ body }) => leadsToSsh(body));
        if (leads !== null) return leads;
        await sleep(clock, LOOK_EVERY_MS, signal);
      }
    } catch {
      // The machine is there whatever comes of the look, and a log-in has the last word.
    }
    return true;
  }

  async function find(externalId: string, signal: AbortSignal): Promise<Instance | null> {
    return line
      .read(call("machines", "GET", pathOf(externalId)), signal, ({ body }) => {
        const instance = readRow(body);
        if (instance === "gone") return null;
        if (instance.externalId === externalId) return instance;
        throw oddInstance("with another instance than was asked for");
      })
      .catch(unlessNotFound(null));
  }

  function readRow(row: unknown): Instance | "gone" {
    const instance = readInstanceRow(row, oddState);
    if (instance) return instance;
    throw oddInstance("an instance that cannot be told from others");
  }

  function oddInstance(what: string): ProviderFailure {
    metrics.oddRows.inc({ provider: ID, what: "instances" });
    return new ProviderFailure(ID, "nonsense", `answered ${what}`);
  }

  function oddState(status: string): void {
    metrics.oddRows.inc({ provider: ID, what: "states" });
    log.warn({ provider: ID, status: status.slice(0, 60) }, "an instance is in a state of no known name");
  }
}

/** Places come and go: who asks for one that went holds an old list. */
function endOf(error: unknown): Creation {
  if (!(error instanceof ProviderFailure)) throw error;
  if (error.kind !== "not-found") return failedCreation(error);
  return failedCreation(new ProviderFailure(ID, "offer-gone", error.message, { cause: error }));
}

function pathOf(externalId: string): string {
  return `instances/${encodeURIComponent(externalId)}`;
}

/** Takes "there is no such thing" for an answer, and lets every other failure pass. */
function unlessNotFound<T>(answer: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ProviderFailure && error.kind === "not-found") return answer;
    throw error;
  };
}

const done = (): void => {};
