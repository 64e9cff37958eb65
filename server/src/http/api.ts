import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { GraphQLSchema } from "graphql";
import { hearAnnouncements } from "../events/announce.ts";
import type { Happened } from "../events/replay.ts";
import { Tail } from "../events/tail.ts";
import type { GraphContext } from "../graphql/context.ts";
import { sleep } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import { makeContext, type Platform } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Google } from "../platform/google/google.ts";
import type { Payments } from "../platform/payments.ts";
import type { Sandbox } from "../platform/sandbox.ts";
import type { OpenCloud } from "../providers/make-providers.ts";
import { Shutdown } from "../platform/shutdown.ts";
import type { Actor, Credentials } from "../values/actor.ts";
import { makeId } from "../values/id.ts";
import { AccessWatch } from "./access-watch.ts";
import { SharedAnswers } from "./answers.ts";
import { GraphQLOverHttp } from "./apollo.ts";
import { Buckets } from "./bucket.ts";
import { Documents } from "./documents.ts";
import { makeExecutor } from "./executor.ts";
import { EventStreams } from "./event-streams.ts";
import { Guard } from "./guard.ts";
import { healthRoutes } from "./health.ts";
import { Hub } from "./hub.ts";
import { Questions } from "./questions.ts";
import type { Route } from "./route.ts";
import { makeHttpServer, type NoteUsage } from "./server.ts";
import { sharedRead } from "./shared-read.ts";
import { PerActor } from "./per-actor.ts";
import { Selections } from "./selections.ts";
import { Sockets } from "./sockets.ts";

const LAST_REQUESTS_MS = 1_000;

export interface ApiOptions {
  config: Pick<
    Config,
    | "COST_PER_MINUTE"
    | "EXECUTOR"
    | "HOST"
    | "METRICS_TOKEN"
    | "NODE_ENV"
    | "PORT"
    | "PUBLIC_URL"
    | "SOCKETS_PER_ACTOR"
    | "WEBHOOKS_TO_PRIVATE"
  >;
  platform: Platform;
  sql: Sql;
  schema: GraphQLSchema;
  /** The documents that the console ships, by their hash. */
  knownDocuments: Readonly<Record<string, string>>;
  identify(credentials: Credentials): Promise<Actor>;
  /** Who asked, by what those in between say (`x-forwarded-for`) and by whom the socket is shared with. */
  clientAddress(forwarded: string | undefined, peer: string | undefined): string;
  /** False while something that must come first is still being done. */
  isReady: () => boolean;
  /** Whose access an event took away or changed: what they have open is closed. */
  accessChanged(event: Happened): ((actor: Actor) => boolean) | null;
  /** Differs whenever a reader of the public market could see a difference. */
  marketRevision(): Promise<string>;
  routes: readonly Route[];
  /** Counts what a key asks for. */
  noteUsage?: NoteUsage;
  /** Null where nothing can be paid for. */
  payments?: Payments | null;
  /** Null where no Google Calendar is offered. */
  google?: Google | null;
  /** Null where no cloud is asked on behalf of a request. */
  openCloud?: OpenCloud | null;
  /** Null where anything is real. */
  sandbox?: Sandbox | null;
}

export interface Api {
  url: string;
  stop(): Promise<void>;
}

/** One port for all that is asked from outside: requests, sockets, sign-in, health. */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { config, platform, sql, schema, identify, payments = null, google = null, sandbox = null } = options;
  const { noteUsage = () => {}, openCloud = null } = options;
  const { clock, log } = platform;
  const shutdown = new Shutdown(clock, log);

  const execute = makeExecutor(schema, config.EXECUTOR);
  const documents = new Documents(schema, options.knownDocuments);
  const selections = new Selections(schema);
  const guard = new Guard(
    schema,
    new Buckets(clock, config.COST_PER_MINUTE),
    config.NODE_ENV !== "production",
  );
  const apollo = new GraphQLOverHttp(schema, execute, log);
  await apollo.start();
  shutdown.add("apollo", () => apollo.stop());

  const tail = new Tail(sql, clock, log);
  const ends = sharedRead(() => tail.ends());
  const head = async () => (await ends()).head;
  const newRequestId = () => makeId("req", clock.now().getTime(), platform.random.bytes(10));
  const makeGraphContext = (actor: Actor, requestId = newRequestId()): GraphContext => {
    const ctx = makeContext(platform, actor);
    const { WEBHOOKS_TO_PRIVATE: webhooksToPrivate, PUBLIC_URL: publicUrl } = config;
    return {
      ...ctx,
      requestId,
      sql,
      payments,
      google,
      openCloud,
      sandbox,
      publicUrl,
      webhooksToPrivate,
      head,
      readSelection: (selection) => selections.read(selection),
      cost: null,
      loaders: new Map(),
    };
  };
  tail.start(platform.bell);
  shutdown.add("tail", () => tail.stop());
  const hub = new Hub(tail, execute, clock, log);
  shutdown.add("hub", () => hub.stop());
  const stopping = new AbortController();
  shutdown.add("announcements", () => stopping.abort());
  void hearAnnouncements(platform.bell, clock, stopping.signal, (heard) => hub.hearAnnouncement(heard));
  const addressOf = ({ headers, socket }: IncomingMessage) =>
    options.clientAddress(headers["x-forwarded-for"]?.toString(), socket.remoteAddress);
  // One limit for all that somebody has open, whichever way it came.
  const perActor = new PerActor(config.SOCKETS_PER_ACTOR);
  const streams = new EventStreams({ schema, hub, clock, perActor });
  const sockets = new Sockets({
    schema,
    documents,
    guard,
    execute,
    hub,
    clock,
    log,
    origin: config.PUBLIC_URL,
    perActor,
    identify,
    addressOf,
    noteUsage,
    makeContext: makeGraphContext,
  });
  const access = new AccessWatch({
    clock,
    log,
    identify,
    heldSince: () => tail.heldSince,
    *held() {
      yield* sockets.held();
      yield* streams.held();
    },
  });
  shutdown.add("access", () => access.stop());
  tail.hear((events) => {
    for (const event of events) {
      const changed = options.accessChanged(event);
      if (changed) access.endWhere(changed);
    }
  });

  let draining = false;
  const server = makeHttpServer({
    apollo,
    execute,
    questions: new Questions(documents, guard),
    guard,
    streams,
    answers: new SharedAnswers(options.marketRevision),
    clock,
    log,
    origin: config.PUBLIC_URL,
    identify,
    addressOf,
    noteUsage,
    makeContext: makeGraphContext,
    newRequestId,
    others: [
      ...options.routes,
      ...healthRoutes({
        sql,
        isDraining: () => draining,
        isReady: options.isReady,
        metricsToken: config.METRICS_TOKEN,
      }),
    ],
  });
  server.on("upgrade", (request, socket, head) => {
    if (request.url?.split("?")[0] === "/graphql") sockets.upgrade(request, socket, head);
    else socket.destroy();
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(config.PORT, config.HOST, resolve);
    });
  } catch (error) {
    await shutdown.close();
    throw error;
  }
  // First of all: sockets are told to come back elsewhere, and what was asked is answered. Requests
  // that are on their way when the word comes are answered too: closing at once would cut them.
  shutdown.add("requests", async () => {
    draining = true;
    streams.drain();
    server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
    await Promise.all([sockets.drain(), sleep(clock, LAST_REQUESTS_MS)]);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.race([closed, sleep(clock, 7_000)]);
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${config.HOST}:${port}`, stop: () => shutdown.close() };
}
