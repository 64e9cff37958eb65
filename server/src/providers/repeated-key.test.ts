import { afterAll, beforeAll, expect, test } from "vitest";
import { keepLog } from "../testing/heard.ts";
import { HurriedClock } from "../testing/hurried-clock.ts";
import { type ScriptedHttp, scriptHttp } from "../testing/scripted-http.ts";
import { type AdapterOptions, orderFor, soon } from "../testing/stage.ts";
import { makeBlueLobster } from "./bluelobster/bluelobster.ts";
import type { Provider } from "./provider.ts";
import { makeTensorDock } from "./tensordock/tensordock.ts";
import { makeVast } from "./vast/vast.ts";

const KEY = "sk-live-0123456789abcdef";

let server: ScriptedHttp;
beforeAll(async () => {
  server = await scriptHttp();
});
afterAll(() => server?.close());

const heard = keepLog();
const open = (make: (options: AdapterOptions) => Provider): Provider =>
  make({
    url: server.url,
    apiKey: KEY,
    clock: new HurriedClock(),
    log: heard.log,
    patience: { attempts: 1, firstDelayMs: 1, maxDelayMs: 2 },
  });

test.each<[string, (options: AdapterOptions) => Provider, object]>([
  ["Vast.ai", makeVast, { success: false, error: "auth_error", msg: `Invalid user key ${KEY}` }],
  ["TensorDock", makeTensorDock, { errors: [{ status: "401", title: "No", detail: `Bad token ${KEY}` }] }],
  ["Blue Lobster", makeBlueLobster, { detail: { error: "unauthorized", message: `API key ${KEY} is bad` } }],
])("K1: a key that %s repeats is in no failure", async (_name, make, body) => {
  for (const status of [401, 400]) {
    server.answer({ status, body });
    const failure: unknown = await open(make)
      .listInstances(soon())
      .catch((error: unknown) => error);
    const said = `${String(failure)} ${heard.lines.join()}`;
    expect(said).toMatch(/key|token/);
    expect(said).not.toContain(KEY);
  }
});

test("K1: nor is it in what is said of a machine", async () => {
  const vast = open(makeVast);
  const msg = `started with ${KEY}`;
  server.answer({ body: { success: false, new_contract: 7, msg } });
  expect(await vast.create(orderFor(), soon())).toMatchObject({ reason: "started with …" });
  server.answer({ body: { instances: { id: 7, actual_status: "loading", status_msg: msg } } });
  expect(await vast.findInstance("7", soon())).toMatchObject({ detail: "started with …" });
});
