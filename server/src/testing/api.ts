import type { Client } from "graphql-ws";
import { createClient } from "graphql-ws";
import type { GraphQLSchema } from "graphql";
import WebSocket from "ws";
import { type Api, type ApiOptions, startApi } from "../http/api.ts";
import { readMarketRevision } from "../offers/index.ts";
import { systemClock } from "../platform/clock.ts";
import { type Actor, NOBODY } from "../values/actor.ts";
import type { World } from "./world.ts";

export const ORIGIN = "http://console.test";

/** The whole API over a world; a request says who it is by the name of an actor the test made. */
export interface TestApi extends Api {
  actors: Map<string, Actor>;
  ask(who: string | null, query: string, variables?: object): Promise<Answer>;
  client(who: string | null, options?: Partial<Parameters<typeof createClient>[0]>): Client;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: {
    data?: Record<string, never> | null;
    errors?: { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
    extensions?: Record<string, unknown>;
  };
}

export async function startTestApi(
  world: World,
  schema: GraphQLSchema,
  actors: readonly Actor[],
  overrides: Partial<Omit<ApiOptions, "config">> & { config?: Partial<ApiOptions["config"]> } = {},
): Promise<TestApi> {
  const known = new Map<string, Actor>();
  for (const actor of actors) if ("name" in actor) known.set(actor.name, actor);
  const api = await startApi({
    // Sockets and deadlines work in real time; what is stored goes by the world's clock.
    platform: { ...world.platform, clock: { ...systemClock, now: () => world.clock.now() } },
    sql: world.database.sql,
    schema,
    knownDocuments: {},
    identify: async ({ authorization }) => known.get(authorization?.replace("Bearer ", "") ?? "") ?? NOBODY,
    clientAddress: (_forwarded, peer) => peer ?? "",
    isReady: () => true,
    accessChanged: () => null,
    marketRevision: () => readMarketRevision(world.database.sql),
    routes: [],
    ...overrides,
    config: {
      COST_PER_MINUTE: 1_000_000,
      EXECUTOR: "compiled",
      HOST: "127.0.0.1",
      METRICS_TOKEN: undefined,
      NODE_ENV: "test",
      PORT: 0,
      PUBLIC_URL: ORIGIN,
      SOCKETS_PER_ACTOR: 1_000,
      WEBHOOKS_TO_PRIVATE: false,
      ...overrides.config,
    },
  });
  const authorization = (who: string | null) => (who ? { authorization: `Bearer ${who}` } : {});
  return {
    ...api,
    actors: known,
    async ask(who, query, variables = {}) {
      const response = await fetch(`${api.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...authorization(who) },
        body: JSON.stringify({ query, variables }),
      });
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Answer["body"],
      };
    },
    client: (who, options = {}) =>
      createClient({
        url: `${api.url.replace("http", "ws")}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: authorization(who),
        retryAttempts: 0,
        ...options,
      }),
  };
}

/** Frames of a subscription as they come; `next` waits for one that has not been taken yet. */
export class Frames<T = Record<string, never>> {
  readonly all: T[] = [];
  readonly ended: Promise<unknown>;
  readonly stop: () => void;
  #taken = 0;
  #waiting: (() => void)[] = [];

  constructor(client: Client, query: string, variables: Record<string, unknown> = {}) {
    let stop = () => {};
    this.ended = new Promise((resolve) => {
      stop = client.subscribe<T>(
        { query, variables },
        {
          next: (result) => {
            this.all.push((result.data ?? result) as T);
            for (const wake of this.#waiting.splice(0)) wake();
          },
          error: resolve,
          complete: () => resolve("complete"),
        },
      );
    });
    this.stop = () => stop();
  }

  async next(): Promise<T> {
    while (this.all.length <= this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.all[this.#taken++] as T;
  }
}
