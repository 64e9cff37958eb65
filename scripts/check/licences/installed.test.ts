import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findInstalled } from "./installed.ts";

let tree: string;
beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "berth-licences-"));
});
afterEach(() => {
  rmSync(tree, { recursive: true });
});

function write(folder: string, manifest: object): void {
  mkdirSync(join(tree, folder), { recursive: true });
  writeFileSync(join(tree, folder, "package.json"), JSON.stringify({ version: "1.0.0", ...manifest }));
}

function shippedAndNot(): Record<string, boolean> {
  return Object.fromEntries(findInstalled(tree).map(({ name, shipped }) => [name, shipped]));
}

test("what a shipped package needs is shipped, however deep", () => {
  write(".", { name: "house", devDependencies: { tester: "1.0.0" } });
  write("server", { name: "server", dependencies: { web: "1.0.0" } });
  write("server/node_modules/web", { name: "web", dependencies: { socket: "1.0.0" } });
  write("node_modules/socket", { name: "socket" });
  write("node_modules/tester", { name: "tester", dependencies: { differ: "1.0.0", socket: "1.0.0" } });
  write("node_modules/differ", { name: "differ" });
  expect(shippedAndNot()).toEqual({ web: true, socket: true, tester: false, differ: false });
});

test("what a platform leaves out and what an optional peer would be are passed by", () => {
  write(".", { name: "house", optionalDependencies: { "binary-for-elsewhere": "1.0.0" } });
  write("server", { name: "server", dependencies: { web: "1.0.0" }, devDependencies: { bundler: "1.0.0" } });
  write("node_modules/web", {
    name: "web",
    peerDependencies: { bundler: "*" },
    peerDependenciesMeta: { bundler: { optional: true } },
  });
  write("node_modules/bundler", { name: "bundler" });
  expect(shippedAndNot()).toEqual({ web: true, bundler: false });
});

test("the old ways to name a licence are read", () => {
  write(".", { name: "house", dependencies: { a: "1.0.0", b: "1.0.0", c: "1.0.0" } });
  write("node_modules/a", { name: "a", license: { type: "MIT" } });
  write("node_modules/b", { name: "b", licenses: [{ type: "MIT" }, { type: "GPL-2.0" }] });
  write("node_modules/c", { name: "c" });
  expect(findInstalled(tree).map(({ licence }) => licence)).toEqual(["MIT", "MIT OR GPL-2.0", ""]);
});
