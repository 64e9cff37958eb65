import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nothing } from "../rules/state.ts";
import { Journal, Unreadable } from "./journal.ts";
import { Memory, Seal } from "./memory.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-journal-"));
  file = join(folder, "kept/journal");
});

afterEach(() => rmSync(folder, { recursive: true }));

const seen = (id: string) => ({ t: "seen" as const, id, until: 1 });

test("what was noted is known after the program was killed", async () => {
  const memory = await Memory.open(file);
  await Promise.all(["a", "b", "c"].map((id) => memory.note(seen(id))));
  // Nothing is closed.
  const again = await Memory.open(file);
  expect(Object.keys(again.state.heard)).toEqual(["a", "b", "c"]);
  await again.close();
});

test("a note that comes in the step in which the one before it was written is written too", async () => {
  const { journal } = await Journal.open(file, nothing);
  for (const id of ["a", "b", "c"]) await journal.write(seen(id));
  await journal.close();
  const again = await Memory.open(file);
  expect(Object.keys(again.state.heard)).toEqual(["a", "b", "c"]);
  await again.close();
});

test("a last line that was cut never counted, and what follows is kept", async () => {
  const memory = await Memory.open(file);
  await memory.note(seen("a"));
  await memory.close();
  appendFileSync(file, readFileSync(file, "utf8").split("\n")[1]!.slice(0, 30));
  const again = await Memory.open(file);
  await again.note(seen("b"));
  await again.close();
  const last = await Memory.open(file);
  expect(Object.keys(last.state.heard)).toEqual(["a", "b"]);
  await last.close();
});

test("a line in the middle that does not add up is not guessed at", async () => {
  const memory = await Memory.open(file);
  await memory.note(seen("a"));
  await memory.note(seen("b"));
  await memory.close();
  writeFileSync(file, readFileSync(file, "utf8").replace('"id":"a"', '"id":"z"'));
  await expect(Memory.open(file)).rejects.toThrow(Unreadable);
});

test("a sealed key opens for its person and with its secret only, and is nowhere in the file", async () => {
  const seal = new Seal("s".repeat(32));
  const sealed = seal.close("slack U1", "berth_secret-key");
  expect(seal.open("slack U1", sealed)).toBe("berth_secret-key");
  expect(seal.open("slack U2", sealed)).toBeNull();
  expect(new Seal("t".repeat(32)).open("slack U1", sealed)).toBeNull();
  const memory = await Memory.open(file);
  await memory.note({ t: "linked", user: "U1", link: { sealed, ending: "-key" } });
  await memory.close();
  expect(readFileSync(file, "utf8")).not.toContain("secret");
});
