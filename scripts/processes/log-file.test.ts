import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { followLog, readTail, rotateLog } from "./log-file.ts";

let folder: string;
let log: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-log-"));
  log = join(folder, "server.log");
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a log begins anew and the three before it are kept", () => {
  for (const run of ["first", "second", "third", "fourth", "fifth"]) {
    rotateLog(log);
    writeFileSync(log, run);
  }
  const kept = [log, `${log}.1`, `${log}.2`, `${log}.3`].map((path) => readFileSync(path, "utf8"));
  expect(kept).toEqual(["fifth", "fourth", "third", "second"]);
  expect(existsSync(`${log}.4`)).toBe(false);
});

test("the tail is the last lines, and nothing where there is no log", () => {
  writeFileSync(log, "one\ntwo\nthree\n");
  expect(readTail(log, 2)).toBe("two\nthree");
  expect(readTail(join(folder, "none"), 2)).toBe("");
});

test("a followed log is shown line by line, whole lines only", async () => {
  const lines: string[] = [];
  const stop = new AbortController();
  const following = followLog(log, (line) => lines.push(line), stop.signal);
  appendFileSync(log, "one\ntw");
  appendFileSync(log, "o\nthr");
  stop.abort();
  await following;
  expect(lines).toEqual(["one", "two"]);
});
