import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchemaOf } from "../graphql/build.ts";
import { offerResolvers } from "../offers/graphql/resolvers.ts";
import { systemClock } from "../platform/clock.ts";
import { makeLog } from "../platform/log.ts";
import { Line } from "../testing/wire.ts";
import { NOBODY } from "../values/actor.ts";
import { SharedAnswers } from "./answers.ts";
import { GraphQLOverHttp } from "./apollo.ts";
import { Buckets } from "./bucket.ts";
import { Documents } from "./documents.ts";
import type { EventStreams } from "./event-streams.ts";
import { makeExecutor } from "./executor.ts";
import { Guard } from "./guard.ts";
import { Questions } from "./questions.ts";
import { makeHttpServer } from "./server.ts";

// Nobody in here gets as far as a question, so nobody is ever asked who they are.
const schema = buildSchemaOf(offerResolvers);
const log = makeLog("silent");
const execute = makeExecutor(schema, "compiled");
const guard = new Guard(schema, new Buckets(systemClock, 1_000), true);
const options: Parameters<typeof makeHttpServer>[0] = {
  noteUsage: () => {},
  streams: {} as EventStreams,
  apollo: new GraphQLOverHttp(schema, execute, log),
  execute,
  questions: new Questions(new Documents(schema), guard),
  guard,
  answers: new SharedAnswers(async () => "1"),
  clock: systemClock,
  log,
  origin: "http://console.test",
  identify: async () => NOBODY,
  addressOf: () => "127.0.0.1",
  makeContext: () => {
    throw new Error("nobody got this far");
  },
  newRequestId: () => "req_1",
  others: [],
};
const short = { headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 };
const server = makeHttpServer(options, short);
const api = { url: "" };
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  api.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe("F12, T45: who is slow to say what it wants is closed soon", () => {
  const start = "POST /graphql HTTP/1.1\r\nHost: berth\r\n";
  const head = `${start}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n`;

  test.each([
    ["never says a word", ""],
    ["stops in the middle of its headers", `${start}X-Slow: `],
    ["stops before its body", head],
    ["stops in the middle of its body", `${head}{"query":`],
  ])("a client that %s", async (_name, said) => {
    const line = new Line(api);
    line.say(said);
    await line.closed;
    expect(line.heard).toMatch(said ? /^HTTP\/1\.1 408 / : /^(HTTP\/1\.1 408 |$)/);
  });

  test("all of 200 that send a header now and then", async () => {
    const lines = Array.from({ length: 200 }, () => new Line(api));
    let count = 0;
    const drip = () => {
      for (const line of lines) if (line.socket.writable) line.say(count === 0 ? start : `X-${count}: a\r\n`);
      count += 1;
      timer = systemClock.after(100, drip);
    };
    let timer = systemClock.after(0, drip);
    await Promise.all(lines.map((line) => line.closed));
    timer.cancel();
    expect(count).toBeGreaterThan(2);
  });
});

test("as it runs, headers have 10 s, a request 15 s, and both are looked at every 2 s", async () => {
  const real = makeHttpServer(options);
  expect(real).toMatchObject({ headersTimeout: 10_000, requestTimeout: 15_000 });
  await new Promise<void>((resolve) => real.listen(0, "127.0.0.1", resolve));
  const looks = Object.getOwnPropertySymbols(real).find(({ description }) =>
    description?.endsWith("connectionsCheckingInterval"),
  );
  expect(Reflect.get(real, looks ?? "")).toMatchObject({ _repeat: 2_000 });
  await new Promise((resolve) => real.close(resolve));
});
