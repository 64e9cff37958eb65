import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { findCommandLine, findProcess, isRunning } from "./identity.ts";

const waitForever = ["-e", "console.log('up'); setInterval(() => {}, 1000)"];

async function startProcess() {
  const child = spawn(process.execPath, waitForever, { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  const identity = findProcess(child.pid ?? 0);
  if (!identity) throw new Error("a process that runs was not found");
  return { child, identity };
}

test("a process is itself until it ends", async () => {
  const { child, identity } = await startProcess();
  expect(isRunning(identity)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isRunning(identity)).toBe(false);
});

test("another process with the same number is not it", async () => {
  const { child, identity } = await startProcess();
  expect(isRunning({ ...identity, startedAt: "another moment" })).toBe(false);
  child.kill("SIGKILL");
});

test("a command line says what was started", async () => {
  const { child, identity } = await startProcess();
  expect(findCommandLine(identity.pid)).toBe([process.execPath, ...waitForever].join(" "));
  child.kill("SIGKILL");
});

test("a number without a process is nobody", () => {
  expect(findProcess(2 ** 22 + 1)).toBeNull();
  expect(findCommandLine(2 ** 22 + 1)).toBeNull();
});
