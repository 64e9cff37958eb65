import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Carrier } from "../ask.ts";
import { type Call, Line, type Patience } from "../line.ts";
import { writeMark } from "../mark.ts";
import { refuseOrder } from "../order.ts";
import {
  type Creation,
  failedCreation,
  type FailureKind,
  type Instance,
  type PastPrices,
  type Provider,
  ProviderFailure,
} from "../provider.ts";
import { readRows } from "../rows.ts";
import { checkComplete, type Page, readInstances, readPage, readShown, readWhole } from "./instance-list.ts";
import { readOfferRow } from "./offer-row.ts";
import { orderBody } from "./order-body.ts";
import { type Endpoint, paces } from "./paces.ts";
import { pastRows, presentRows, readPast, readPresent } from "./prices.ts";
import { judge } from "./refusals.ts";
import { readCreation, readCredit, readOffers } from "./replies.ts";

export interface VastOptions {
  url: string;
  apiKey: string | undefined;
  clock: Clock;
  log: Log;
  unpaced?: boolean;
  patience?: Partial<Patience>;
  carry?: Carrier;
}

const MB = 1024 * 1024;
const ID = "vast";

/** A name of a GPU is some ten characters of a query, and a query has its limits. */
const NAMES_A_QUESTION = 20;

/** Vast.ai: a marketplace of hosts, where each row is an ask that can be rented once. */
export function makeVast({
  url,
  apiKey,
  clock,
  log,
  unpaced = false,
  patience = {},
  carry,
}: VastOptions): Provider {
  const line = new Line<Endpoint>({
    provider: ID,
    url,
    secret: apiKey,
    clock,
    log,
    paces,
    unpaced,
    judge,
    patience,
    carry,
  });
  const told = { provider: ID, log };

  const call = (
    endpoint: Endpoint,
    method: Call["method"],
    path: string,
    body?: unknown,
    limits: Pick<Call, "timeoutMs" | "maxBytes"> = {},
  ): Call<Endpoint> => ({
    endpoint,
    method,
    path,
    headers: { authorization: `Bearer ${apiKey}` },
    ...(body !== undefined && { body }),
    ...limits,
  });

  return {
    id: ID,
    name: "Vast.ai",
    connected: apiKey !== undefined,

    // A search that does not say shows what is verified alone, so it is asked for both.
    async listOffers(signal) {
      const found: unknown[] = [];
      for (const verified of [true, false]) {
        const asked = call("search", "POST", "/api/v0/bundles/", searchFor(verified), { maxBytes: 64 * MB });
        found.push(...(await line.read(asked, signal, readOffers)));
      }
      const { rows, odd } = readRows(told, "offers", found, readOfferRow);
      if (rows.length === 0)
        throw new ProviderFailure(ID, "nonsense", "answered that nobody offers anything");
      return { offers: rows.flat(), odd };
    },

    async create(order, signal): Promise<Creation> {
      const refused = refuseOrder(ID, order);
      if (refused) return refused;
      const path = `/api/v0/asks/${encodeURIComponent(order.offer.externalId)}/`;
      const asked = call("create", "PUT", path, orderBody(order), { timeoutMs: 60_000 });
      return line
        .act(asked, signal, ({ body }) => readCreation(body))
        .catch((error: unknown) => {
          if (error instanceof ProviderFailure) return failedCreation(error);
          throw error;
        });
    },

    async findInstance(externalId, signal) {
      const asked = call("show", "GET", `${pathOf(externalId)}?owner=me`);
      return line
        .read(asked, signal, ({ body }) => readShown(body, externalId, log))
        .catch(ifNotFound(() => null));
    },

    async listInstances(signal) {
      return listByPages(signal).catch(ifNotFound(() => listWhole(signal)));
    },

    async destroy(externalId, signal) {
      const asked = call("destroy", "DELETE", pathOf(externalId), {});
      return line.act(asked, signal, () => "accepted" as const).catch(ifNotFound(() => "gone" as const));
    },

    async setMark(externalId, mark, signal) {
      await line.act(call("manage", "PUT", pathOf(externalId), { label: writeMark(mark) }), signal, done);
    },

    async attachKey(externalId, publicKey, signal) {
      const body = { ssh_key: publicKey.trim() };
      await line.act(call("keys", "POST", `${pathOf(externalId)}ssh/`, body), signal, done);
    },

    async stop(externalId, signal) {
      await line.act(call("manage", "PUT", pathOf(externalId), { state: "stopped" }), signal, done);
    },

    async start(externalId, signal) {
      const asked = call("manage", "PUT", pathOf(externalId), { state: "running" });
      // Others have its GPUs: it waits for them, and its state says so.
      await line.act(asked, signal, done).catch(ifKind("no-capacity", done));
    },

    async readBalance(signal) {
      return line.read(call("user", "GET", "/api/v0/users/current/?owner=me"), signal, readCredit);
    },

    async readPrices(range, signal) {
      const found: PastPrices[] = [];
      for (let at = 0; at < range.gpuRawNames.length; at += NAMES_A_QUESTION) {
        const query = new URLSearchParams({
          gpu_name: range.gpuRawNames.slice(at, at + NAMES_A_QUESTION).join(","),
          start: String(Math.ceil(range.from.getTime() / 1000)),
          end: String(Math.ceil(range.to.getTime() / 1000)),
          step: String(range.stepSeconds),
          verified: "all",
        });
        const asked = call("metrics", "GET", `/api/v0/metrics/gpu/history/?${query.toString()}`);
        found.push(
          ...(await line.read(asked, signal, ({ body }) => {
            return readRows(told, "past prices", pastRows(body), (row) => readPast(row, range)).rows;
          })),
        );
      }
      return found;
    },

    async readPricesNow(signal) {
      const path = "/api/v0/metrics/gpu/current/?verified=all";
      return line.read(call("metrics", "GET", path), signal, ({ body }) => {
        return readRows(told, "present prices", presentRows(body), readPresent).rows;
      });
    },
  };

  /** The old list gives everything at once. It is asked where the paged one is not to be had. */
  function listWhole(signal: AbortSignal): Promise<Instance[]> {
    const asked = call("list", "GET", "/api/v0/instances/?owner=me", undefined, { maxBytes: 64 * MB });
    return line.read(asked, signal, ({ body }) => readInstances(readWhole(body), log));
  }

  /** Every page: the provider gives no more than twenty-five at a time, whatever it is asked for. */
  async function listByPages(signal: AbortSignal): Promise<Instance[]> {
    // One that was on two pages, as happens when others come and go in between, counts once.
    const instances = new Map<string, Instance>();
    const tokens = new Set<string>();
    for (let token: string | null = null; ;) {
      const query = new URLSearchParams({ limit: "25", ...(token !== null && { after_token: token }) });
      const asked = call("list", "GET", `/api/v1/instances/?${query.toString()}`);
      const page: Page = await line.read(asked, signal, ({ body }) => readPage(body, tokens, log));
      for (const instance of page.instances) instances.set(instance.externalId, instance);
      token = page.nextToken;
      if (token === null) {
        checkComplete(instances.size, page);
        return [...instances.values()];
      }
      tokens.add(token);
    }
  }
}

function searchFor(verified: boolean): Record<string, unknown> {
  return {
    verified: { eq: verified },
    rentable: { eq: true },
    rented: { eq: false },
    external: { eq: false },
    type: "on-demand",
    order: [["dph_base", "asc"]],
    limit: 100_000,
  };
}

function pathOf(externalId: string): string {
  return `/api/v0/instances/${encodeURIComponent(externalId)}/`;
}

/** Takes one kind of failure for an answer, and lets every other pass. */
function ifKind<T>(kind: FailureKind, answer: () => T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ProviderFailure && error.kind === kind) return answer();
    throw error;
  };
}

function ifNotFound<T>(answer: () => T): (error: unknown) => T {
  return ifKind("not-found", answer);
}

const done = (): void => {};
