import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
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
/** Whose the keys are that sign in. */
const accounts: Record<string, string> = {
  berth_test: "acc_1",
  berth_rotated: "acc_1",
  berth_other: "acc_2",
};
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    void answerTo(request).then((answered) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(answered));
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

async function answerTo(request: IncomingMessage): Promise<object> {
  const { variables } = (await json(request)) as { variables: { idempotencyKey?: string } };
  const id = accounts[request.headers.authorization?.split(" ")[1] ?? ""];
  if (!id) return said("UNAUTHENTICATED");
  const { idempotencyKey: key } = variables;
  if (key === undefined) return { data: { account: { id } } };
  asked.push(key);
  const answered = await answer(key);
  return "errors" in answered ? answered : { data: { createReservation: answered } };
}

const said = (code: string) => ({ errors: [{ message: "No.", extensions: { code } }] });

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
    mkdirSync(folder, { recursive: true });
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

test("M7: a no to asking again is no answer to what was asked first", async () => {
  answer = () => said("INTERNAL_SERVER_ERROR");
  await run();
  answer = () => said("FORBIDDEN");
  await run();
  await run();
  expect(asked).toHaveLength(3);
  expect(new Set(asked).size).toBe(1);
});

test("a no to what was asked for the first time is its answer", async () => {
  answer = () => said("FORBIDDEN");
  await run();
  await run();
  expect(new Set(asked).size).toBe(2);
});

test("M7: what is not answered is asked for under its key, also by a key that signs in since", async () => {
  answer = () => said("INTERNAL_SERVER_ERROR");
  await run();
  for (const token of ["berth_revoked", "berth_rotated"]) {
    env["BERTH_TOKEN"] = token;
    await run();
  }
  expect(asked).toHaveLength(2);
  expect(new Set(asked).size).toBe(1);
  env["BERTH_TOKEN"] = "berth_other";
  await run();
  expect(new Set(asked).size).toBe(2);
});
