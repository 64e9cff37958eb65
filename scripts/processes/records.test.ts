import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasEnded } from "./ending.ts";
import { findProcess, isRunning } from "./identity.ts";
import { ProcessRecords } from "./records.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-records-"));
  file = join(folder, "running.json");
});

afterEach(() => rmSync(folder, { recursive: true }));

async function startProgram() {
  const child = spawn(process.execPath, ["-e", "console.log('up'); setInterval(() => {}, 1000)"], {
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  await once(child.stdout, "data");
  const identity = findProcess(child.pid ?? 0);
  if (!identity) throw new Error("a process that runs was not found");
  return identity;
}

test("what an earlier start left running is ended and named", async () => {
  const server = await startProgram();
  new ProcessRecords(file).add({ ...server, name: "server" });
  expect(await new ProcessRecords(file).endLeft()).toEqual(["server"]);
  expect(isRunning(server)).toBe(false);
  expect(await new ProcessRecords(file).endLeft()).toEqual([]);
});

test("what it had begun is ended with it, also when it ends in time itself", async () => {
  const leader = `
    const { spawn } = require("node:child_process");
    const child = spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"]);
    console.log(child.pid);
    process.on("SIGTERM", () => process.exit(0));
    setInterval(() => {}, 1000);`;
  const started = spawn(process.execPath, ["-e", leader], {
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  const [pid] = (await once(started.stdout, "data")) as [Buffer];
  const [server, child] = [findProcess(started.pid ?? 0), findProcess(Number(String(pid)))];
  if (!server || !child) throw new Error("a process that runs was not found");
  new ProcessRecords(file).add({ ...server, name: "console" });
  expect(await new ProcessRecords(file).endLeft()).toEqual(["console"]);
  expect(await hasEnded(child, 2_000)).toBe(true);
});

test("a stranger who has the number now is left alone", async () => {
  const stranger = await startProgram();
  new ProcessRecords(file).add({ pid: stranger.pid, startedAt: "before the stranger", name: "server" });
  expect(await new ProcessRecords(file).endLeft()).toEqual([]);
  expect(isRunning(stranger)).toBe(true);
  process.kill(stranger.pid, "SIGKILL");
});

test("a program that ended by itself is forgotten", async () => {
  const records = new ProcessRecords(file);
  const [server, simulator] = [await startProgram(), await startProgram()];
  records.add({ ...server, name: "server" });
  records.add({ ...simulator, name: "simulator" });
  records.remove(server);
  expect(await new ProcessRecords(file).endLeft()).toEqual(["simulator"]);
  process.kill(server.pid, "SIGKILL");
});

test("a damaged record is no record", async () => {
  writeFileSync(file, "[{");
  expect(await new ProcessRecords(file).endLeft()).toEqual([]);
});

test.skipIf(!existsSync("/dev/full"))(
  "a disk that is full keeps nobody from running, and all is written once it is not",
  async () => {
    const [server, console] = [await startProgram(), await startProgram()];
    const records = new ProcessRecords(file);
    symlinkSync("/dev/full", `${file}.new`);
    records.add({ ...server, name: "server" });
    unlinkSync(`${file}.new`);
    records.add({ ...console, name: "console" });
    expect(await new ProcessRecords(file).endLeft()).toEqual(["server", "console"]);
  },
);
