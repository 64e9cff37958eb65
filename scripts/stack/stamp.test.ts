import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stampOf } from "./stamp.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "berth-stamp-"));
  mkdirSync(join(root, "server/src"), { recursive: true });
  writeFileSync(join(root, "server/src/main.ts"), "start();");
  writeFileSync(join(root, "lock"), "1");
});

afterEach(() => rmSync(root, { recursive: true }));

const stamp = () => stampOf(root, ["server", "lock"]);

test("dates do not count, content does", () => {
  const before = stamp();
  utimesSync(join(root, "server/src/main.ts"), 1, 1);
  expect(stamp()).toBe(before);
  writeFileSync(join(root, "server/src/main.ts"), "start( );");
  expect(stamp()).not.toBe(before);
});

test("a file added, renamed or removed counts", () => {
  const before = stamp();
  writeFileSync(join(root, "server/src/more.ts"), "");
  const more = stamp();
  expect(more).not.toBe(before);
  rmSync(join(root, "server/src/more.ts"));
  writeFileSync(join(root, "server/src/other.ts"), "");
  expect(stamp()).not.toBe(more);
  rmSync(join(root, "server/src/other.ts"));
  expect(stamp()).toBe(before);
});

test("a single file among the inputs counts", () => {
  const before = stamp();
  writeFileSync(join(root, "lock"), "2");
  expect(stamp()).not.toBe(before);
});

test("builds, packages and tests do not count", () => {
  const before = stamp();
  for (const folder of ["dist", ".next", "node_modules/ws"]) {
    mkdirSync(join(root, "server", folder), { recursive: true });
    writeFileSync(join(root, "server", folder, "made.js"), "");
  }
  writeFileSync(join(root, "server/src/main.test.ts"), "");
  expect(stamp()).toBe(before);
});

test("inputs that are missing are no trouble", () => {
  expect(stampOf(root, ["nowhere"])).toBe(stampOf(root, []));
});
