import { z } from "zod";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import type { Reply } from "../ask.ts";
import { understand } from "../judge.ts";
import { type Call, Line, type Patience } from "../line.ts";
import { writeMark } from "../mark.ts";
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
import { readInstanceRow } from "./instance-row.ts";
import { launchBody, readLaunched } from "./launch.ts";
import { LAUNCH_MS_MAX, Launches } from "./launches.ts";
import { readTypeRow } from "./offer-rows.ts";
import { type Endpoint, paces } from "./paces.ts";
import { judge } from "./refusals.ts";
import { readTask } from "./tasks.ts";

export interface BlueLobsterOptions {
  url: string;
  apiKey: string | undefined;
  clock: Clock;
  log: Log;
  unpaced?: boolean;
  patience?: Partial<Patience>;
}

const ID = "bluelobster";

/** A launch was seen to be answered only when its task was through, after up to 114 seconds. */
const LAUNCH_TIMEOUT_MS = 180_000;

/** One that can be read and is in no list is taken to be there while it may be too young for the list. */
const UNLISTED_MS_MAX = 600_000;

/**
 * Blue Lobster: machines of fixed types in a few regions, which a task makes. A machine that is gone can still be
 * read, address and all, so that what is there is said by the list.
 */
export function makeBlueLobster({
  url,
  apiKey,
  clock,
  log,
  unpaced = false,
  patience = {},
}: BlueLobsterOptions): Provider {
  // Paths are told from the end of the address on, wherever that leads.
  const base = `${url.replace(/\/+$/, "")}/api/v1/`;
  const line = new Line<Endpoint>({
    provider: ID,
    url: base,
    secret: apiKey,
    clock,
    log,
    paces,
    unpaced,
    judge,
    patience,
  });
  const told = { provider: ID, log };
  const launches = new Launches(clock);

  const call = (
    endpoint: Endpoint,
    method: Call["method"],
    path: string,
    body?: unknown,
  ): Call<Endpoint> => ({
    endpoint,
    method,
    path,
    headers: { "x-api-key": apiKey ?? "" },
    ...(body !== undefined && { body }),
  });

  return {
    id: ID,
    name: "Blue Lobster",
    connected: apiKey !== undefined,
    unseenMsMax: LAUNCH_MS_MAX,

    async listOffers(signal) {
      return line.read(call("market", "GET", "instances/available"), signal, ({ body }) => {
        const { data } = understand(ID, available, body, "a list of types");
        if (data.length === 0)
          throw new ProviderFailure(ID, "nonsense", "answered that it has no types of machines at all");
        const { rows, odd } = readRows(told, "offers", data, readTypeRow);
        return { offers: rows.flat(), odd };
      });
    },

    async create(order, signal): Promise<Creation> {
      const refused = refuseOrder(ID, order) ?? refuseDisk(order);
      if (refused) return refused;
      const asked = call("machines", "POST", "instances/launch-instance", launchBody(order));
      return line
        .act({ ...asked, timeoutMs: LAUNCH_TIMEOUT_MS }, signal, ({ body }) => {
          const { creation, taskId } = readLaunched(body);
          if (creation.outcome === "created" && taskId !== null)
            launches.begin(creation.externalId, taskId, writeMark(order.mark));
          return creation;
        })
        .catch((error: unknown) => {
          if (error instanceof ProviderFailure) return failedCreation(error);
          throw error;
        });
    },

    async findInstance(externalId, signal) {
      const listed = (await list(signal)).find((one) => one.externalId === externalId);
      const seen = listed ?? (await findUnlisted(externalId, signal));
      return launches.follow(externalId, seen, (taskId) => progressOf(taskId, signal));
    },

    listInstances: list,

    async destroy(externalId, signal) {
      const asked = call("machines", "DELETE", pathOf(externalId));
      const end = await line
        .act(asked, signal, () => "accepted" as const)
        .catch(unlessNotFound("gone" as const));
      // What is not there because it is still being made would come after all, and nobody would look for it.
      if (end === "gone" && (await launches.isUnderWay(externalId, (taskId) => progressOf(taskId, signal))))
        throw new ProviderFailure(ID, "flaky", "has not made the machine yet, so that it cannot be ended");
      launches.end(externalId);
      return end;
    },
  };

  function list(signal: AbortSignal): Promise<Instance[]> {
    return line.read(call("machines", "GET", "instances"), signal, ({ body }) =>
      understand(ID, z.array(z.unknown()), body, "a list of instances").map(readRow),
    );
  }

  /** A list may run behind, and a read ahead: but one that we ended, or that has long been there, is not that. */
  async function findUnlisted(externalId: string, signal: AbortSignal): Promise<Instance | null> {
    const asked = call("machines", "GET", pathOf(externalId));
    const read = await line
      .read(asked, signal, ({ body }: Reply) => readRow(body))
      .catch(unlessNotFound(null));
    if (!read || launches.wasEnded(externalId)) return null;
    if (!read.createdAt) return null;
    return clock.now().getTime() - read.createdAt.getTime() > UNLISTED_MS_MAX ? null : read;
  }

  function progressOf(taskId: string, signal: AbortSignal) {
    const asked = call("machines", "GET", `tasks/${encodeURIComponent(taskId)}`);
    return line
      .read(asked, signal, ({ body }) => readTask(body, oddState))
      .catch(unlessNotFound({ step: "over" as const, message: null }));
  }

  function readRow(row: unknown): Instance {
    const instance = readInstanceRow(row, (id, at) => launches.isBeingMade(id, at), oddState);
    if (instance) return instance;
    metrics.oddRows.inc({ provider: ID, what: "instances" });
    throw new ProviderFailure(ID, "nonsense", "answered an instance that cannot be told from others");
  }

  function oddState(status: string): void {
    metrics.oddRows.inc({ provider: ID, what: "states" });
    log.warn({ provider: ID, status: status.slice(0, 60) }, "an instance is in a state of no known name");
  }
}

const available = z.looseObject({ data: z.array(z.unknown()) });

/** A type comes with its disk, and with no other. */
function refuseDisk({ diskGb, offer }: Order): Creation | null {
  if (diskGb <= offer.diskGb) return null;
  const message = `has no more than ${offer.diskGb} GB of disk in a machine of that type`;
  return failedCreation(new ProviderFailure(ID, "nonsense", message, { mayBeDone: false }));
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
