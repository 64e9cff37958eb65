import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endMachine } from "./end-machine.ts";

const PATH = process.env["PATH"];
const folder = mkdtempSync(join(tmpdir(), "berth-end-"));
const asked = join(folder, "asked");
beforeAll(() => {
  // All the programs that there are, so that no machine is ended here.
  process.env["PATH"] = folder;
  writeFileSync(join(folder, "sh"), `#!/bin/sh\necho "$@" >${asked}\nexit 1\n`);
  chmodSync(join(folder, "sh"), 0o755);
});
afterAll(() => {
  process.env["PATH"] = PATH;
  rmSync(folder, { recursive: true, force: true });
});

test("S5: in an image that has nothing but a shell, that ends the machine", async () => {
  await endMachine({}, () => {});
  expect(readFileSync(asked, "utf8")).toBe("-c kill -TERM 1\n");
});
