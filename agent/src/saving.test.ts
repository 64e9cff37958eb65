import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runToSave } from "./saving.ts";

const folder = mkdtempSync(join(tmpdir(), "berth-saving-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a command that ends well has saved, and any other has failed with what it ended with", async () => {
  expect(await runToSave(`echo kept > ${folder}/file`, 5)).toEqual({ state: "saved", exitStatus: 0 });
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("kept\n");
  expect(await runToSave("exit 3", 5)).toEqual({ state: "failed", exitStatus: 3 });
  expect(await runToSave("/no/such/program", 5)).toEqual({ state: "failed", exitStatus: 127 });
});

test("one that is not over in time is ended, with what it began", async () => {
  const late = join(folder, "late");
  const seen = await runToSave(`(sleep 0.6; touch ${late}) & sleep 60`, 0.2);
  expect(seen).toEqual({ state: "failed", exitStatus: null });
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(existsSync(late)).toBe(false);
});
