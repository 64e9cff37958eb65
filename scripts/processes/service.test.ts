import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findAnyPort } from "./ports.ts";
import { ProcessRecords, type ProcessRecord } from "./records.ts";
import { pauseMs, startService, type Service } from "./service.ts";

const never = new AbortController().signal;

let folder: string;
let said: string[];
let heard: PromiseWithResolvers<void>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-service-"));
  said = [];
  heard = Promise.withResolvers();
});

afterEach(() => rmSync(folder, { recursive: true }));

async function describeService(code: string): Promise<Service> {
  const port = await findAnyPort();
  const program = join(folder, "program.mjs");
  writeFileSync(program, code);
  return {
    name: "server",
    args: [program],
    cwd: folder,
    env: { PORT: String(port) },
    logFile: join(folder, "server.log"),
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  };
}

const start = (service: Service) =>
  startService(service, new ProcessRecords(join(folder, "running.json")), {
    signal: never,
    say(line) {
      said.push(line);
      heard.resolve();
    },
  });

const written = () => JSON.parse(readFileSync(join(folder, "running.json"), "utf8")) as ProcessRecord[];
const answer = async (service: Service) => (await fetch(service.readyUrl)).text();

const serves = `
  import { createServer } from "node:http";
  createServer((_, outgoing) => outgoing.end(String(process.pid))).listen(process.env.PORT, "127.0.0.1");
`;

test("it runs until it is stopped, and is written down meanwhile", async () => {
  const service = await describeService(serves);
  const running = start(service);
  await running.ready;
  expect(written()).toEqual([
    expect.objectContaining({ name: "server", pid: Number(await answer(service)) }),
  ]);
  await running.stop();
  await expect(answer(service)).rejects.toThrow();
  expect(written()).toEqual([]);
  expect(said).toEqual([]);
});

test("one that ends by itself is said and started again", async () => {
  const service = await describeService(serves);
  const running = start(service);
  await running.ready;
  const first = await answer(service);
  process.kill(Number(first), "SIGKILL");
  await heard.promise;
  expect(said).toEqual([expect.stringMatching(/^The server ended \(SIGKILL\); starting it again in 1 s\./)]);
  await expect.poll(() => answer(service).catch(() => first), { timeout: 5_000 }).not.toBe(first);
  await running.stop();
});

test("one that cannot even be started is tried again until it can", async () => {
  const service = await describeService(serves);
  const running = start(service);
  await running.ready;
  const first = await answer(service);
  rmSync(service.logFile);
  mkdirSync(service.logFile);
  process.kill(Number(first), "SIGKILL");
  await expect.poll(() => said.length, { timeout: 5_000 }).toBe(2);
  expect(said[1]).toMatch(/^The server ended \(.*server\.log.*\); starting it again in 2 s\./);
  rmdirSync(service.logFile);
  await expect.poll(() => answer(service).catch(() => first), { timeout: 5_000 }).not.toBe(first);
  await running.stop();
});

test("one that ends before it is ready fails with the end of its log", async () => {
  const service = await describeService(`console.error("the table is missing"); process.exit(3);`);
  const running = start(service);
  await expect(running.ready).rejects.toThrow(
    /^The server failed \(exit code 3\)\. The end of its log:\n\n {2}the table is missing/,
  );
  await running.stop();
});

test("what it started ends with it, also when it is killed", async () => {
  const service = await describeService(`
    import { spawn } from "node:child_process";
    spawn(process.execPath, ["server.mjs"], { stdio: "inherit" });
    setInterval(() => {}, 1000);
  `);
  writeFileSync(join(folder, "server.mjs"), serves);
  const running = start(service);
  await running.ready;
  running.kill();
  await running.stop();
  await expect.poll(() => answer(service).catch(() => "nobody"), { timeout: 5_000 }).toBe("nobody");
});

test("a service that keeps ending waits twice as long each time, half a minute at most", () => {
  expect([1, 2, 3, 4, 5, 6, 100].map(pauseMs)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});
