import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { metrics } from "../platform/metrics.ts";
import { key, person } from "../testing/actors.ts";
import { ORIGIN, startTestApi, type TestApi } from "../testing/api.ts";
import { expectNoLeak } from "../testing/leaks.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { OddResolver } from "../testing/odd-resolver.ts";
import { errorsOf, Line, Wire } from "../testing/wire.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { usd } from "../values/money.ts";
import { NOBODY } from "../values/actor.ts";

const schema = buildSchemaOf([...offerResolvers, OddResolver]);
const ada = person("Ada");
let world: World;
/** Runs on the real clock. */
let api: TestApi;
/** Its clock stands still until a test moves it. */
let still: TestApi;
const wires: Wire[] = [];
beforeAll(async () => {
  world = await makeWorld();
  const actors = [ada, person("Bo")];
  api = await startTestApi(world, schema, actors);
  still = await startTestApi(world, schema, actors, { platform: world.platform });
});
afterEach(() => {
  for (const wire of wires.splice(0)) wire.ws.terminate();
});
afterAll(async () => {
  const stopped = still?.stop();
  await world?.clock.advance(10_000);
  await stopped;
  await api?.stop();
  await world?.close();
});

const CHANGES =
  "subscription { offersChanged { __typename ... on OffersDelta { changed { pricePerHour } } } }";
const INIT = { type: "connection_init", payload: { authorization: "Bearer Ada" } };

function keep(wire: Wire): Wire {
  wires.push(wire);
  return wire;
}

const open = (options: ConstructorParameters<typeof Wire>[1] = {}, on = api) => keep(new Wire(on, options));
const openAs = async (who: string, on = api) => keep(await Wire.as(on, who));

async function gauge(name: "subscriptions" | "sockets" | "streamGroups"): Promise<number> {
  return (await metrics[name].get()).values[0]?.value ?? 0;
}

/** What is said after this has been heard by the server, and all before it as well. */
async function roundTrip(wire: Wire): Promise<void> {
  wire.say({ type: "ping" });
  while ((await wire.hear("pong", "next", "complete", "error")).type !== "pong");
}

const UPGRADE = [
  "GET /graphql HTTP/1.1",
  "Host: berth",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];
const upgrade = (...more: string[]) => `${[...UPGRADE, ...more].join("\r\n")}\r\n\r\n`;

/** A close frame with this code, as it stands on the wire. */
function closeFrame(code: number): RegExp {
  const hex = (byte: number) => `\\x${byte.toString(16).padStart(2, "0")}`;
  return new RegExp(`\\x88[^]${hex(code >> 8)}${hex(code & 255)}`);
}

/** A frame as a client has to send it: masked, here with zeros. */
function frame(opcode: number, payload: string, options: { masked?: boolean } = {}): Buffer {
  const body = Buffer.from(payload);
  const mask = (options.masked ?? true) ? 0x80 : 0;
  const length = body.length < 126 ? [mask | body.length] : [mask | 126, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...length, ...(mask ? [0, 0, 0, 0] : [])]), body]);
}

describe("the handshake", () => {
  test("a socket that speaks no protocol is closed with 4406", async () => {
    expect((await open({ protocol: null }).closed).code).toBe(4406);
  });

  test("a socket that speaks another protocol is closed with 4406", async () => {
    const line = new Line(api);
    line.say(upgrade("Sec-WebSocket-Protocol: graphql-ws"));
    expect(await line.hear(/HTTP\/1\.1 \d+/)).toBe("HTTP/1.1 101");
    await line.hear(closeFrame(4406));
    line.socket.destroy();
  });

  test("T5: without connection_init within 3 s a socket is closed with 4408", async () => {
    expect((await open().closed).code).toBe(4408);
  });

  test.each([
    ["a token of nobody", { authorization: "Bearer Eve" }],
    ["no token", undefined],
    ["a token that is no text", { authorization: { toString: "Bearer Ada" } }],
    ["a token under another name", { Authorization: "Bearer Ada" }],
  ])("T5: %s is closed with 4401", async (_name, payload) => {
    const wire = open();
    await wire.opened;
    wire.say({ type: "connection_init", payload });
    expect((await wire.closed).code).toBe(4401);
  });

  test("T5: whoever subscribes before the acknowledgement is closed with 4401", async () => {
    const wire = open();
    await wire.opened;
    wire.subscribe("1", CHANGES);
    expect((await wire.closed).code).toBe(4401);
  });

  test("connection_init comes once; the second closes with 4429", async () => {
    const wire = await openAs("Ada");
    wire.say(INIT);
    expect((await wire.closed).code).toBe(4429);
  });

  test("a fault at connection_init closes with a code that says whether to come back", async () => {
    let failure: Error = Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" });
    const failing = await startTestApi(world, schema, [], { identify: () => Promise.reject(failure) });
    const closedBy = async () => {
      const wire = open({}, failing);
      await wire.opened;
      wire.say(INIT);
      return wire.closed;
    };
    expect(await closedBy()).toMatchObject({ code: 1013 });
    failure = new Error("select secret from vault");
    const closed = await closedBy();
    expect(closed.code).toBe(4500);
    expectNoLeak(closed.reason);
    await failing.stop();
  });
});

describe("T6: a page of another site gets no socket", () => {
  test.each([
    "http://evil.example",
    `${ORIGIN}.evil.example`,
    "http://evil-console.test",
    "null",
    `${ORIGIN}/`,
  ])("%s", async (origin) => {
    const wire = open({ origin });
    await expect(wire.opened).rejects.toThrow("403");
  });

  test("one that hangs up while it is refused disturbs nobody", async () => {
    for (let at = 0; at < 20; at++) {
      const line = new Line(api);
      line.say(upgrade("Origin: http://evil.example", "Sec-WebSocket-Protocol: graphql-transport-ws"));
      if (at % 2) await new Promise(setImmediate);
      line.socket.resetAndDestroy();
      await line.closed;
    }
    expect((await api.ask("Ada", "{ fine }")).body.data).toEqual({ fine: "fine" });
  });

  test("a cookie counts only from a page of our own", async () => {
    const cookies: (string | undefined)[] = [];
    const guarded = await startTestApi(world, schema, [], {
      identify: async ({ cookie }) => {
        cookies.push(cookie);
        return cookie === "session=Ada" ? ada : NOBODY;
      },
    });
    const headers = { cookie: "session=Ada" };
    const own = open({ headers }, guarded);
    await own.opened;
    own.say({ type: "connection_init" });
    await own.hear("connection_ack");
    const tool = keep(new Wire(guarded, { headers, origin: undefined }));
    await tool.opened;
    tool.say({ type: "connection_init" });
    expect((await tool.closed).code).toBe(4401);
    expect(cookies).toEqual(["session=Ada", undefined]);
    await guarded.stop();
  });

  test.each(["/", "/graphql/", "/api/auth/session", "/metrics"])("there is no socket at %s", async (path) => {
    const line = new Line(api);
    line.say(upgrade(`Origin: ${ORIGIN}`).replace("/graphql", path));
    await line.closed;
    expect(line.heard).not.toContain("101");
  });
});

describe("T44: what is no message of the protocol closes the socket, and only that", () => {
  test.each([
    ["no JSON", "hello"],
    ["an empty frame", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["no type", "{}"],
    ["a type that is none", '{"type":"start"}'],
    ["a type of the server", '{"type":"next","id":"1","payload":{}}'],
    ["subscribe without an id", '{"type":"subscribe","payload":{"query":"{ fine }"}}'],
    ["subscribe with an empty id", '{"type":"subscribe","id":"","payload":{"query":"{ fine }"}}'],
    ["subscribe with a number for an id", '{"type":"subscribe","id":1,"payload":{"query":"{ fine }"}}'],
    [
      "subscribe with an id of 129 characters",
      `{"type":"subscribe","id":"${"x".repeat(129)}","payload":{"query":"{ fine }"}}`,
    ],
    ["subscribe without a payload", '{"type":"subscribe","id":"1"}'],
    ["subscribe with a query that is a number", '{"type":"subscribe","id":"1","payload":{"query":1}}'],
    [
      "subscribe with variables as a list",
      '{"type":"subscribe","id":"1","payload":{"query":"{ fine }","variables":[]}}',
    ],
    ["complete without an id", '{"type":"complete"}'],
    ["64 KiB of nothing", " ".repeat(64 * 1024)],
    ["brackets 30,000 deep", "[".repeat(30_000)],
  ])("%s: 4400", async (_name, message) => {
    const wire = await openAs("Ada");
    wire.say(message);
    expect((await wire.closed).code).toBe(4400);
  });

  test("bytes instead of text: 4400", async () => {
    const wire = await openAs("Ada");
    wire.say(new Uint8Array([0, 255, 1, 254]));
    expect((await wire.closed).code).toBe(4400);
  });

  test("a frame over 64 KiB: 1009", async () => {
    const wire = await openAs("Ada");
    wire.say(
      JSON.stringify({
        id: "1",
        type: "subscribe",
        payload: { query: `{ fine } # ${"x".repeat(64 * 1024)}` },
      }),
    );
    expect((await wire.closed).code).toBe(1009);
  });

  test("a message over 64 KiB in many frames: 1009", async () => {
    const wire = await openAs("Ada");
    for (let at = 0; at < 70; at++) wire.ws.send("x".repeat(1_000), { fin: false });
    expect((await wire.closed).code).toBe(1009);
  });

  test.each([
    ["text that is not UTF-8", Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]), 1007],
    ["a frame that is not masked", frame(1, "hello", { masked: false }), 1002],
    ["an unknown kind of frame", frame(3, "hello"), 1002],
    ["a control frame that is too long", frame(9, "x".repeat(126)), 1002],
    ["compression that was not agreed on", Buffer.from([0xc1, 0x80, 0, 0, 0, 0]), 1002],
  ])("%s: %i", async (_name, bytes, code) => {
    const line = new Line(api);
    line.say(
      upgrade("Sec-WebSocket-Protocol: graphql-transport-ws", "Sec-WebSocket-Extensions: permessage-deflate"),
    );
    expect(await line.hear(/HTTP\/1\.1 101[^]+?\r\n\r\n/)).not.toContain("permessage-deflate");
    line.say(bytes);
    await line.hear(closeFrame(code));
    line.socket.destroy();
  });

  test("T45: a peer that does not answer the close is not waited for", async () => {
    const line = new Line(api);
    line.say(upgrade("Sec-WebSocket-Protocol: graphql-transport-ws"));
    await line.hear(/\r\n\r\n/);
    line.say(frame(1, "hello"));
    await line.hear(closeFrame(4400));
    await line.closed;
  });

  test("the process answers after all of it", async () => {
    expect((await api.ask("Ada", "{ fine }")).body.data).toEqual({ fine: "fine" });
  });
});

describe("T44: floods", () => {
  test("the 201st message of a second closes the socket", async () => {
    const wire = await openAs("Ada", still);
    // The acknowledged connection_init was the first.
    for (let at = 0; at < 199; at++) wire.say({ type: "ping" });
    for (let at = 0; at < 199; at++) await wire.hear("pong");
    wire.say({ type: "ping" });
    expect((await wire.closed).code).toBe(1008);
  });

  test("in the next second there is room again", async () => {
    const wire = await openAs("Ada", still);
    for (const _second of [1, 2, 3]) {
      for (let at = 0; at < 199; at++) wire.say({ type: "ping" });
      for (let at = 0; at < 199; at++) await wire.hear("pong");
      await world.clock.advance(1_000);
    }
  });

  test("pings of the socket's own count as well", async () => {
    const wire = await openAs("Ada", still);
    for (let at = 0; at < 199; at++) {
      const answered = new Promise((resolve) => wire.ws.once("pong", resolve));
      wire.ws.ping();
      await answered;
    }
    wire.ws.ping();
    expect((await wire.closed).code).toBe(1008);
  });

  test("who asks and does not read the answers is cut, at bounded memory", async () => {
    const line = new Line(still);
    line.say(upgrade("Sec-WebSocket-Protocol: graphql-transport-ws"));
    await line.hear(/\r\n\r\n/);
    line.say(frame(1, JSON.stringify(INIT)));
    await line.hear(/connection_ack/);
    line.socket.pause();
    const ping = frame(1, JSON.stringify({ type: "ping", payload: { echo: "x".repeat(60_000) } }));
    // 60 MB of answers, of which a socket's own buffers take some.
    for (let at = 0; at < 1_000 && !line.socket.destroyed; at++) {
      line.say(ping);
      if (at % 150 === 149) await world.clock.advance(1_000);
      await new Promise(setImmediate);
    }
    line.socket.resume();
    await line.closed;
    expect(line.socket.bytesRead).toBeLessThan(30_000_000);
  });

  test("a socket carries 50 operations, and the next when one has ended", async () => {
    const wire = await openAs("Ada");
    for (let at = 1; at <= 50; at++) wire.subscribe(`${at}`, CHANGES);
    for (let at = 1; at <= 50; at++) await wire.hear("next");
    for (const query of [CHANGES, "{ fine }"]) {
      wire.subscribe("51", query);
      const refused = await wire.hear("error");
      expect(errorsOf(refused)[0]?.extensions["code"]).toBe("TOO_COMPLEX");
    }
    wire.say({ id: "7", type: "complete" });
    wire.subscribe("51", CHANGES);
    expect(await wire.hear("next")).toMatchObject({ id: "51" });
  });

  test("queries that do not end count as well", async () => {
    const wire = await openAs("Ada");
    for (let at = 1; at <= 50; at++) wire.subscribe(`${at}`, "{ never }");
    wire.subscribe("51", "{ fine }");
    expect(errorsOf(await wire.hear("error"))[0]?.extensions["code"]).toBe("TOO_COMPLEX");
  });

  test("one actor may have so many sockets, and another when one is closed", async () => {
    const few = await startTestApi(world, schema, [ada, person("Bo")], { config: { SOCKETS_PER_ACTOR: 2 } });
    const [first] = [await openAs("Ada", few), await openAs("Ada", few)];
    const third = open({}, few);
    await third.opened;
    third.say(INIT);
    expect((await third.closed).code).toBe(1013);
    await openAs("Bo", few);
    first?.ws.close();
    await first?.closed;
    await openAs("Ada", few);
    await few.stop();
  });

  test("a socket that goes while it is looked up who it is holds no place", async () => {
    let answer = () => {};
    const few = await startTestApi(world, schema, [], {
      config: { SOCKETS_PER_ACTOR: 1 },
      identify: () =>
        new Promise((resolve) => {
          answer = () => resolve(ada);
        }),
    });
    const gone = open({}, few);
    await gone.opened;
    gone.say(INIT);
    await roundTrip(gone);
    gone.ws.terminate();
    await gone.closed;
    while ((await gauge("sockets")) > 0) await new Promise(setImmediate);
    answer();
    await new Promise(setImmediate);
    const next = open({}, few);
    await next.opened;
    next.say(INIT);
    await roundTrip(next);
    answer();
    await next.hear("connection_ack");
    await few.stop();
  });
});

describe("operations", () => {
  test.each([
    ["two subscriptions", CHANGES, CHANGES],
    ["a subscription and a query", CHANGES, "{ fine }"],
    ["a query and a subscription", "{ never }", CHANGES],
  ])("%s with one id close the socket with 4409", async (_name, one, other) => {
    const wire = await openAs("Ada");
    const id = "ü".repeat(128);
    wire.subscribe(id, one);
    wire.subscribe(id, other);
    expect((await wire.closed).code).toBe(4409);
  });

  test("F7: a mistake in one operation ends that one and no other", async () => {
    await list(world, [listed("1")]);
    const wire = await openAs("Ada");
    wire.subscribe("live", CHANGES);
    expect(await wire.hear("next")).toMatchObject({
      payload: { data: { offersChanged: { __typename: "OffersSnapshot" } } },
    });
    const mistakes: [string, string][] = [
      ["{", "GRAPHQL_PARSE_FAILED"],
      ["", "BAD_REQUEST"],
      ["{ nothing }", "GRAPHQL_VALIDATION_FAILED"],
      ["subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"],
      ["subscription { offersChanged(filter: 1) { __typename } }", "GRAPHQL_VALIDATION_FAILED"],
      ['subscription { offersChanged(after: "x") { __typename } }', "BAD_USER_INPUT"],
      ["query A { fine } query B { fine }", "OPERATION_RESOLUTION_FAILURE"],
    ];
    for (const [query, code] of mistakes) {
      wire.subscribe("mistake", query);
      const answer = await wire.hear("error");
      expect(answer.id).toBe("mistake");
      expect(errorsOf(answer)[0]?.extensions["code"]).toBe(code);
      expectNoLeak(JSON.stringify(answer));
    }
    await list(world, [listed("1", { pricePerHour: usd(2) })]);
    expect(await wire.hear("next")).toMatchObject({
      id: "live",
      payload: { data: { offersChanged: { __typename: "OffersDelta" } } },
    });
  });

  test("queries and mutations are answered and completed, with variables and the name of an operation", async () => {
    const wire = await openAs("Ada");
    const rest = { variables: { say: "hello" }, operationName: "B" };
    expect(
      await wire.ask("1", "query A { fine } query B($say: String!) { fine(say: $say) }", rest),
    ).toMatchObject({
      id: "1",
      payload: { data: { fine: "hello" } },
    });
    expect(await wire.ask("1", 'mutation { store(secret: "abc") }')).toMatchObject({
      payload: { data: { store: "3 characters" } },
    });
  });

  test.each([
    "{ broken }",
    "{ brokenOddly }",
    "{ brokenInPrivate }",
    "{ missing }",
    'mutation { storeInVain(secret: "abc") }',
  ])("a fault is masked: %s", async (query) => {
    const wire = await openAs("Ada");
    const answer = await wire.ask("1", query);
    expect(answer.type).toBe("next");
    const [error] = errorsOf(answer);
    expect(error?.extensions).toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
    expect(error?.message).toContain(String(error?.extensions["requestId"]));
    expectNoLeak(JSON.stringify(answer));
    expect(await wire.ask("1", "{ fine }")).toMatchObject({ payload: { data: { fine: "fine" } } });
  });

  test("F8: an operation that takes over 10 s is given up", async () => {
    const wire = await openAs("Ada", still);
    wire.subscribe("1", "{ never }");
    await roundTrip(wire);
    await world.clock.advance(9_999);
    await roundTrip(wire);
    await world.clock.advance(1);
    expect(errorsOf(await wire.hear("next"))[0]?.extensions).toMatchObject({
      code: "TIMEOUT",
      retryAfter: 1,
    });
    await wire.hear("complete");
  });
});

describe("F6: what was completed is told nothing more, and nothing of it is left", () => {
  const price = async (dollars: number) => list(world, [listed("1", { pricePerHour: usd(dollars) })]);
  const told = (wire: Wire) => wire.all.filter(({ type }) => type === "next").map(({ id }) => id);

  test("complete stops the events of that id, and the id may be used again", async () => {
    await price(10);
    const wire = await openAs("Ada");
    wire.subscribe("a", CHANGES);
    wire.subscribe("b", CHANGES);
    await wire.hear("next");
    await wire.hear("next");
    wire.say({ id: "a", type: "complete" });
    await roundTrip(wire);
    await price(11);
    expect(await wire.hear("next")).toMatchObject({ id: "b" });
    wire.subscribe("a", CHANGES);
    expect(await wire.hear("next")).toMatchObject({ id: "a" });
    await price(12);
    await wire.hear("next");
    await wire.hear("next");
    wire.say({ id: "a", type: "complete" });
    wire.say({ id: "a", type: "complete" });
    wire.say({ id: "never there", type: "complete" });
    await roundTrip(wire);
    await price(13);
    expect(await wire.hear("next")).toMatchObject({ id: "b" });
    await roundTrip(wire);
    // Snapshots of both, b alone, a's new snapshot, both, b alone: each once.
    expect(told(wire)).toHaveLength(7);
    expect(told(wire).filter((id) => id === "b")).toHaveLength(4);
  });

  test("50 sockets with subscriptions go in every way, and no stream, group or socket is left", async () => {
    const crowd = await Promise.all(Array.from({ length: 50 }, () => openAs("Ada")));
    for (const [at, wire] of crowd.entries()) {
      for (let id = 0; id < 3; id++)
        wire.subscribe(`${id}`, CHANGES.replace("changed {", `changed { a${at % 5}: id`));
    }
    await Promise.all(
      crowd.map(async (wire) => [await wire.hear("next"), await wire.hear("next"), await wire.hear("next")]),
    );
    expect(await gauge("subscriptions")).toBe(150);
    expect(await gauge("streamGroups")).toBe(5);
    for (const [at, wire] of crowd.entries()) {
      if (at % 4 === 0) wire.ws.terminate();
      else if (at % 4 === 1) wire.ws.close();
      else if (at % 4 === 2) wire.say("not a message of the protocol");
      else {
        for (let id = 0; id < 3; id++) wire.say({ id: `${id}`, type: "complete" });
        await roundTrip(wire);
        wire.ws.close();
      }
    }
    await Promise.all(crowd.map((wire) => wire.closed));
    while ((await gauge("sockets")) > 0) await new Promise(setImmediate);
    expect(await gauge("subscriptions")).toBe(0);
    expect(await gauge("streamGroups")).toBe(0);
  });

  test("a subscription closed before its first answer is told nothing", async () => {
    const wire = await openAs("Ada");
    wire.subscribe("1", CHANGES);
    wire.say({ id: "1", type: "complete" });
    await roundTrip(wire);
    await price(20);
    expect(await wire.ask("2", "{ fine }")).toMatchObject({ id: "2" });
    expect(told(wire)).toEqual(["2"]);
    expect(await gauge("subscriptions")).toBe(0);
  });
});

describe("T46: dead peers", () => {
  test("who does not answer a ping by the next one is cut; who does, stays", async () => {
    const alive = await openAs("Ada", still);
    const dead = keep(await Wire.as(still, "Bo", { autoPong: false }));
    const pinged = () => new Promise((resolve) => alive.ws.once("ping", resolve));
    for (const last of [false, true]) {
      const heard = pinged();
      await world.clock.advance(12_000);
      await heard;
      await roundTrip(alive);
      if (!last) expect(dead.ws.readyState).toBe(dead.ws.OPEN);
    }
    expect((await dead.closed).code).toBe(1006);
    expect(alive.ws.readyState).toBe(alive.ws.OPEN);
  });

  test("G56: whose access ran out is closed with 4403 within 5 s", async () => {
    const expiresAt = new Date(world.clock.now().getTime() + 2_000);
    const guarded = await startTestApi(world, schema, [{ ...key("brief", ["read"]), expiresAt }], {
      platform: world.platform,
    });
    const wire = await openAs("brief", guarded);
    await world.clock.advance(1_999);
    await roundTrip(wire);
    await world.clock.advance(5_001);
    expect((await wire.closed).code).toBe(4403);
    const stopped = guarded.stop();
    await world.clock.advance(10_000);
    await stopped;
  });
});

test("G21: a server that stops tells every socket to come back elsewhere", async () => {
  const stopping = await startTestApi(world, schema, [ada]);
  const crowd = await Promise.all(Array.from({ length: 5 }, () => openAs("Ada", stopping)));
  const [stopped, ...codes] = await Promise.all([stopping.stop(), ...crowd.map((wire) => wire.closed)]);
  expect(stopped).toBeUndefined();
  expect(codes.map(({ code }) => code)).toEqual([1012, 1012, 1012, 1012, 1012]);
});
