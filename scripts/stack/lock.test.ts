import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeLock, withLock } from "./lock.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-lock-"));
  file = join(folder, "start.lock");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("whoever comes second learns who came first, and where that one is", () => {
  const first = takeLock(file);
  if ("holder" in first) throw new Error("the lock was free");
  expect(takeLock(file)).toMatchObject({ holder: { pid: process.pid } });
  first.tell({ url: "http://localhost:3000" });
  expect(takeLock(file)).toMatchObject({ holder: { url: "http://localhost:3000" } });
});

test("whoever holds it stops also where nothing can be written any more", () => {
  const lock = takeLock(file);
  if ("holder" in lock) throw new Error("the lock was free");
  rmSync(folder, { recursive: true });
  expect(() => lock.tell({ stopping: true })).not.toThrow();
  lock.release();
  mkdirSync(folder);
});

test("a released lock is free and leaves nothing behind", () => {
  const lock = takeLock(file);
  if ("holder" in lock) throw new Error("the lock was free");
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a lock whose holder has ended is free, also when its number is another's now", () => {
  writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: "long before this process" }));
  expect(takeLock(file)).not.toHaveProperty("holder");
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
});

test("of several that find a dead holder at the same moment one has the lock", async () => {
  const lock = fileURLToPath(new URL("./lock.ts", import.meta.url));
  const taking = `
    const { takeLock } = await import(${JSON.stringify(lock)});
    process.stdin.resume();
    for await (const file of process.stdin.map(String)) {
      const [at, name] = file.trim().split(" ");
      while (Date.now() < Number(at));
      console.log("holder" in takeLock(name) ? "no" : "mine");
    }`;
  const takers = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", taking], { stdio: ["pipe", "pipe", "inherit"] }),
  );
  try {
    for (let round = 0; round < 25; round++) {
      const name = join(folder, `lock-${round}`);
      writeFileSync(name, JSON.stringify({ pid: process.pid, startedAt: "long before this process" }));
      const at = Date.now() + (round === 0 ? 2_000 : 20);
      const answers = await Promise.all(
        takers.map(async ({ stdin, stdout }) => {
          const answer = once(stdout, "data");
          stdin.write(`${at} ${name}\n`);
          return String((await answer)[0]).trim();
        }),
      );
      expect(answers.toSorted(), `round ${round}`).toEqual(["mine", "no", "no", "no"]);
    }
  } finally {
    for (const taker of takers) taker.kill("SIGKILL");
  }
});

test("a lock cut short while being written is free", () => {
  writeFileSync(file, '{"pid":');
  expect(takeLock(file)).not.toHaveProperty("holder");
});

test("two builds take turns", async () => {
  const never = new AbortController().signal;
  const order: string[] = [];
  const turn = (name: string) =>
    withLock(file, never, async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    });
  await Promise.all([turn("one"), turn("two")]);
  expect(order).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  expect(existsSync(file)).toBe(false);
});

test("a failing build gives the lock back", async () => {
  const failing = withLock(file, new AbortController().signal, () =>
    Promise.reject(new Error("does not build")),
  );
  await expect(failing).rejects.toThrow("does not build");
  expect(existsSync(file)).toBe(false);
});
