import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { CreateReservationDocument } from "@berth/client-sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Run } from "../run.ts";
import { spendOnce } from "./command.ts";

let server: Server;
let env: NodeJS.ProcessEnv;
/** Under which keys it was asked for, and what is answered to each. */
let asked: string[];
let answer: (key: string) => Promise<object> | object;
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    void keyOf(request)
      .then((key) => {
        asked.push(key);
        return answer(key);
      })
      .then((createReservation) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ data: { createReservation } }));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  env = {
    BERTH_CONFIG_DIR: mkdtempSync(join(tmpdir(), "berth-spending-")),
    BERTH_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    BERTH_TOKEN: "berth_test",
    BERTH_PATIENCE_SECONDS: "1",
  };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(String(env["BERTH_CONFIG_DIR"]), { recursive: true, force: true });
});

async function keyOf(request: IncomingMessage): Promise<string> {
  return ((await json(request)) as { variables: { idempotencyKey: string } }).variables.idempotencyKey;
}

/** The command, from its beginning to its end. */
async function run(): Promise<string> {
  const run = new Run(env, { yes: true, json: true }, new AbortController().signal);
  try {
    const result = await spendOnce(run, {
      typed: ["reserve create", "H100"],
      options: {},
      preview: async () => ({
        says: "",
        facts: {},
        question: "?",
        variables: () => ({ input: {} as never }),
      }),
      ask: async (variables, idempotencyKey) =>
        (await run.ask(CreateReservationDocument, { ...variables, idempotencyKey })).createReservation,
    });
    return String(result?.id);
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await run.close();
    const folder = join(String(env["BERTH_CONFIG_DIR"]), "state", "pending");
    for (const name of readdirSync(folder)) if (name.endsWith(".lock")) rmSync(join(folder, name));
  }
}

test("M7: what is answered only after its patience is over is asked for under one key, run after run", async () => {
  const booking = Promise.withResolvers<string>();
  const bookedFor = (key: string) => ({ __typename: "Reservation", id: `res of ${key}` });
  answer = (key) => {
    if (asked.length > 1)
      return { __typename: "IdempotencyKeyInUse", message: "Later.", retryAfterSeconds: 1 };
    setTimeout(() => booking.resolve(key), 2_500);
    return booking.promise.then(bookedFor);
  };
  expect([await run(), await run()]).toEqual(["TOO_SLOW", "IdempotencyKeyInUse"]);
  const booked = await booking.promise;
  answer = () => bookedFor(booked);
  expect(await run()).toBe(`res of ${booked}`);
  expect(new Set(asked).size).toBe(1);
});

test("M7: what waits for approval waits once, and is asked for anew once it was declined", async () => {
  let requestState = "PENDING";
  answer = () => ({ __typename: "ApprovalRequired", message: "It is kept.", requestState });
  await run();
  await run();
  expect(new Set(asked).size).toBe(1);
  requestState = "DECLINED";
  await run();
  await run();
  expect(new Set(asked).size).toBe(2);
});
