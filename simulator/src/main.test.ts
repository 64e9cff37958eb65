import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";

const main = new URL("main.ts", import.meta.url).pathname;

function start(...flags: string[]) {
  const child = spawn(process.execPath, [main, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

async function ended(...flags: string[]) {
  const child = start(...flags);
  const [error] = await Promise.all([text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, error };
}

test("it says in one line where it listens, answers there, and ends with 0 on SIGTERM", async () => {
  const child = start("--port", "0", "--machines", "20", "--mood", "hung-connection=1");
  const line = String(await once(child.stdout, "data"));
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  // A call that hangs must not keep it alive.
  const hung = fetch(`${url}/api/v0/bundles/`).catch(() => "cut");
  await new Promise((resolve) => setImmediate(resolve));
  child.kill("SIGTERM");
  await once(child, "exit");
  expect(child.exitCode).toBe(0);
  expect(await hung).toBe("cut");
});

test("a bad flag is said in one line", async () => {
  const { code, error } = await ended("--port", "70000");
  expect(code).toBe(1);
  expect(error).toMatch(/^simulator: --port: .+\n$/);
});

test("a taken port is said in one line", async () => {
  const squatter = createServer().listen(0, "127.0.0.1");
  await once(squatter, "listening");
  onTestFinished(() => {
    squatter.close();
  });
  const { port } = squatter.address() as AddressInfo;
  const { code, error } = await ended("--port", String(port), "--machines", "5");
  expect([code, error]).toEqual([1, `simulator: port ${port} is taken; give another with --port\n`]);
});
