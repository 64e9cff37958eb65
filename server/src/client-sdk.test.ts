import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  Berth,
  BerthFault,
  CreditsChangedDocument,
  CreditsDocument,
  isRefused,
  OffersDocument,
  SessionsDocument,
  StartSessionDocument,
  WhoAmIDocument,
} from "../../client-sdk/src/index.ts";
import * as sdk from "../../client-sdk/src/index.ts";
import { Documents } from "./http/documents.ts";
import { buildSchema } from "./schema.ts";
import { key } from "./testing/actors.ts";
import { startTestApi, type TestApi } from "./testing/api.ts";
import { untilTold } from "./testing/horizon.ts";
import { give } from "./testing/ledger.ts";
import { listed } from "./testing/listed.ts";
import { list } from "./testing/market.ts";
import { addPerson } from "./testing/team.ts";
import { makeWorld, type World } from "./testing/world.ts";
import { usd } from "./values/money.ts";

// The client for partners, held against the API as it is. Between the two stands a wire that a test cuts.

const schema = buildSchema();
let world: World;
let api: TestApi;
let wire: Wire;
let accountId: string;
let berth: Berth;

beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  ({ accountId } = await addPerson(world, "Ada"));
  await list(world, [listed("1"), listed("2", { pricePerHour: usd(2) })]);
  await give(world, accountId, usd(5));
  const scopes = ["read", "sessions:write"] as const;
  api = await startTestApi(world, schema, [
    key("partner", scopes, accountId),
    key("reader", ["read"], accountId),
  ]);
  wire = await makeWire(api.url);
  berth = new Berth({ url: wire.url, token: "partner" });
});
afterAll(async () => {
  await berth?.close();
  await wire?.close();
  await api?.stop();
  await world?.close();
});

interface Wire {
  url: string;
  /** Everything that goes over it now is lost, in both directions. */
  cut(): void;
  /** Requests arrive, and what is answered to so many of them is lost. */
  loseAnswers(count: number): void;
  close(): Promise<void>;
}

async function makeWire(to: string): Promise<Wire> {
  const { hostname, port } = new URL(to);
  const open = new Set<Socket>();
  let losing = 0;
  const server: Server = createServer((here) => {
    const there = connect(Number(port), hostname);
    for (const [one, other] of [
      [here, there],
      [there, here],
    ] as const) {
      open.add(one);
      one.on("data", (data) => {
        if (one === there && losing > 0) {
          losing -= 1;
          here.destroy();
        } else other.write(data);
      });
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    loseAnswers: (count) => (losing = count),
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const start = (token: string, input: { offerId?: string; hours: number }, idempotencyKey?: string) =>
  new Berth({ url: wire.url, token }).ask(StartSessionDocument, {
    input,
    ...(idempotencyKey && { idempotencyKey }),
  });

async function anOffer(): Promise<string> {
  const { offers } = await berth.ask(OffersDocument, { text: "sort:price" });
  return offers.nodes[0]?.id ?? "";
}

test.each(["websocket", "events"] as const)(
  "by %s a stream that is cut again and again has no gap, and tells nothing twice",
  async (live) => {
    const own = new Berth({ url: wire.url, token: "partner", live });
    const notes: string[] = [];
    const lost: (string | undefined)[] = [];
    const wanted = Array.from({ length: 12 }, (_, at) => `gift ${at}`);
    const started = Promise.withResolvers<void>();
    await untilTold(world.database.sql);
    const following = (async () => {
      const frames = own.follow(CreditsChangedDocument, {}, { onLost: (fault) => lost.push(fault?.code) });
      for await (const { creditsChanged: update } of frames) {
        if (update.__typename === "CreditsSnapshot") started.resolve();
        if (update.__typename === "CreditsMoved") notes.push(update.line.note);
        if (notes.length === wanted.length) return;
      }
    })();
    await started.promise;
    for (const [at, reason] of wanted.entries()) {
      if (at % 3 === 1) wire.cut();
      await give(world, accountId, usd(1) / 2n, { reason });
    }
    await following;
    expect(notes).toEqual(wanted);
    expect(lost.length).toBeGreaterThan(0);
    await own.close();
  },
);

test("what spends is asked again when its answer is lost, and done once", async () => {
  const before = (await berth.ask(SessionsDocument, {})).sessions.nodes.length;
  const input = { offerId: await anOffer(), hours: 1 };
  wire.loseAnswers(2);
  const { startSession: result } = await start("partner", input);
  expect(result).toMatchObject({ __typename: "SessionStarted", replayed: true });
  expect((await berth.ask(SessionsDocument, {})).sessions.nodes).toHaveLength(before + 1);
});

test("every operation of the client is within what the API takes", () => {
  const documents = new Documents(schema);
  const refused = Object.entries(sdk).flatMap(([name, document]) => {
    if (!name.endsWith("Document")) return [];
    const prepared = documents.prepare(String(document), null);
    return "errors" in prepared ? [`${name}: ${prepared.errors[0]?.message}`] : [];
  });
  expect(refused).toEqual([]);
});

test("a refusal is a result with its facts, told apart by its type", async () => {
  const { offers } = await berth.ask(OffersDocument, { text: "sort:-price" });
  const offerId = offers.nodes[0]?.id ?? "";
  const { startSession: result } = await start("partner", { offerId, hours: 12 }, "twelve hours");
  expect(isRefused(result)).toBe(true);
  if (result.__typename !== "InsufficientCredits") throw new Error(result.__typename);
  expect(Number(result.needed)).toBeGreaterThan(Number(result.available));
});

test("what a key may not, and a key that nobody knows, are faults with the API's own words", async () => {
  await expect(start("reader", { offerId: "off_1", hours: 1 })).rejects.toMatchObject({ code: "FORBIDDEN" });
  const stranger = new Berth({ url: wire.url, token: "stranger" });
  await expect(stranger.ask(WhoAmIDocument, {})).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  for (const live of ["websocket", "events"] as const) {
    const listener = new Berth({ url: wire.url, token: "stranger", live });
    const frames = listener.follow(CreditsChangedDocument, {});
    await expect(frames.next()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await listener.close();
  }
});

test("a search that makes no sense is refused by name", async () => {
  const asked = berth.ask(OffersDocument, { text: "h100 flying" });
  await expect(asked).rejects.toMatchObject({
    code: "BAD_USER_INPUT",
    facts: { refusal: "UnknownGpu", gpu: "flying" },
  });
});

test("a server that is away is given up on when patience is over, and heard when it is back", async () => {
  const away = await makeWire(api.url);
  await away.close();
  const asker = new Berth({ url: away.url, token: "partner", patienceMs: 400 });
  const fault: unknown = await asker.ask(CreditsDocument, {}).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(BerthFault);
  expect(fault).toMatchObject({ code: "UNREACHABLE", neverArrived: true });
});

test("whoever stops listening is let go, and nothing is asked again", async () => {
  const stopped = new AbortController();
  const frames = berth.follow(CreditsChangedDocument, {}, { signal: stopped.signal });
  await frames.next();
  stopped.abort(new Error("enough"));
  await expect(frames.next()).rejects.toThrow("enough");
});
