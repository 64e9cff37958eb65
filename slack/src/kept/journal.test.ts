import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
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

const links = (memory: Memory) => Object.keys(memory.state.links).length;

test.skipIf(process.platform === "win32")(
  "a start on a disk that has no room for it loses nothing of what was known",
  async () => {
    const memory = await Memory.open(file);
    for (let at = 0; at < 40; at++)
      await memory.note({ t: "linked", user: `U${at}`, link: { sealed: "x".repeat(80), ending: "abcd" } });
    await memory.close();
    const start = `process.on("SIGXFSZ", () => {});
      const { Memory } = await import(${JSON.stringify(new URL("memory.ts", import.meta.url).href)});
      await Memory.open(${JSON.stringify(file)});`;
    // The system takes 2 KiB of a file and no more, and says so by the number of bytes that it took.
    const limited = `ulimit -f 4; exec ${process.execPath} --input-type=module -e '${start}'`;
    expect(() => execFileSync("/bin/sh", ["-c", limited], { stdio: "pipe" })).toThrow(/EFBIG|too large/i);
    const again = await Memory.open(file);
    expect(links(again)).toBe(40);
    await again.close();
  },
);

test("a disk that was full for a moment costs no more than what was said not to be kept", async () => {
  const memory = await Memory.open(file);
  const handle = await open(join(folder, "any"), "w");
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const appendFile = prototype.appendFile;
  const full = vi.spyOn(prototype, "appendFile").mockImplementationOnce(async function (
    this: FileHandle,
    text,
  ) {
    await appendFile.call(this, (text as string).slice(0, 30));
    throw new Error("ENOSPC");
  });
  const linked = (user: string) => memory.note({ t: "linked", user, link: { sealed: "x", ending: "y" } });
  await expect(linked("a")).rejects.toThrow("ENOSPC");
  full.mockRestore();
  await linked("b");
  await linked("c");
  await memory.close();
  const again = await Memory.open(file);
  expect(Object.keys(again.state.links)).toEqual(["b", "c"]);
  await again.close();
});
