import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { People } from "../asking/people.ts";
import { Replies } from "../asking/replying.ts";
import { openSlack } from "../calling.ts";
import { type Double, startDouble } from "../double/double.ts";
import { Memory, Seal } from "../kept/memory.ts";
import { CHANNEL, silent } from "../testing/telling.ts";
import { openSocket, type Socket } from "./socket.ts";

let folder: string;
let double: Double;
let memory: Memory;
let socket: Socket;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-socket-"));
  double = await startDouble({ limits: false });
  memory = await Memory.open(join(folder, "journal"));
  const apiUrl = `${double.url}/api/`;
  const keys = { url: "http://127.0.0.1:1", token: "berth_the-bots", owner: null };
  const desk = {
    inHand: new Set<string>(),
    said: new Map(),
    memory,
    people: new People(memory, new Seal("s".repeat(32)), keys),
    replies: new Replies(apiUrl, silent),
    log: silent,
    slack: openSlack("xoxb-double", apiUrl, silent),
    consoleUrl: "http://berth.example",
    zone: "UTC",
  };
  socket = openSocket(desk, "xapp-double", apiUrl, { firstMs: 10, mostMs: 50 });
  await vi.waitUntil(() => socket.isOpen());
});

afterEach(async () => {
  await socket.close();
  await memory.close();
  await double.close();
  rmSync(folder, { recursive: true });
});

const isHeard = async (): Promise<boolean> =>
  (await double.people.command("U0ADA", CHANNEL, "/gpu help"))["acknowledged"] === true;

test("a socket that Slack takes back, and a cable that is pulled, are followed by another", async () => {
  const opened = () => double.calls.filter(({ outcome }) => outcome === "ok").length;
  for (const [count, end] of [
    [2, () => double.sockets.refresh()],
    [3, () => double.sockets.drop()],
  ] as const) {
    end();
    await expect.poll(() => [opened(), socket.isOpen()]).toEqual([count, true]);
    expect(await isHeard()).toBe(true);
  }
});

test("a Slack that cannot be reached, fails, asks for patience or has removed the app ends nothing: it is asked until it is back", async () => {
  Object.assign(double.troubles, {
    refuseConnections: 2,
    fail: 2,
    rateLimit: 1,
    revoked: "account_inactive",
  });
  double.sockets.drop();
  const refused = () => double.calls.filter(({ outcome }) => outcome === "account_inactive").length;
  await expect.poll(refused).toBeGreaterThan(1);
  expect(socket.isOpen()).toBe(false);
  double.troubles.revoked = null;
  await expect.poll(() => socket.isOpen()).toBe(true);
  expect(await isHeard()).toBe(true);
});
