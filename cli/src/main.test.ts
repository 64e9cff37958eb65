import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";

let server: Server;
let folder: string;
/** What is answered to what a request asks for, by its query. */
let answer: (query: string) => Promise<object> | object;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-main-"));
  server = createServer((request, response) => {
    void json(request)
      .then((body) => answer((body as { query: string }).query))
      .then((data) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ data }));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function begin(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], {
    env: {
      PATH: process.env["PATH"],
      BERTH_CONFIG_DIR: folder,
      BERTH_TOKEN: "berth_test",
      BERTH_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, exit };
}

async function berth(...args: string[]) {
  const { child, exit } = begin(...args);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr, exit: await exit };
}

test("what makes no sense is told as JSON too, where that was asked for", async () => {
  for (const [code, ...args] of [
    ["MISSING_ARGUMENT", "session", "show"],
    ["UNKNOWN_OPTION", "offers", "--colour"],
    ["UNKNOWN_COMMAND", "sesion"],
    ["HELP"],
  ]) {
    const { stderr, exit } = await berth("--json", ...args);
    expect(exit).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ shape: 1, error: { code, exit: 2 } });
  }
});

test("what nobody reads beside the answer ends nothing: how it went is told by the exit code", async () => {
  const ended = {
    id: "ses_1",
    state: "STOPPING",
    gpuCount: 1,
    gpuModel: "H100",
    cost: "1.000000",
    endedAt: null,
  };
  let asked = 0;
  answer = async (query) => {
    if (!query.includes("stopSession")) return { session: ended };
    asked += 1;
    child.stderr.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { stopSession: { __typename: "NotFound", message: "There is no such session." } };
  };
  const { child, exit } = begin("session", "stop", "ses_11111111111111111111", "--yes");
  expect(await exit).toBe(5);
  expect(asked).toBe(1);
});
