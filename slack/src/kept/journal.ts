import { createHash } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { apply, type Note, nothing, type State } from "../rules/state.ts";

// A file that is only ever added to: a line for each note, with a sum over it. What is written is on the disk before
// it counts. The last line may have been cut by whatever ended the program, and then it never counted; a line before
// it that does not add up means that the disk or somebody changed the file, and that is not guessed at. What a disk
// that was full took of a note is cut off again before the next one is written.

export class Unreadable extends Error {}

const COMPACT_BYTES = 8_000_000;

export class Journal {
  readonly #path: string;
  #file: FileHandle;
  /** In bytes, all of which count. */
  #size: number;
  #compactAt = COMPACT_BYTES;
  #mayHaveMore = false;
  #waiting: { line: string; written: () => void; failed: (error: unknown) => void }[] = [];
  #writing: Promise<void> | null = null;
  #snapshot: () => State;

  private constructor(path: string, file: FileHandle, size: number, snapshot: () => State) {
    this.#path = path;
    this.#file = file;
    this.#size = size;
    this.#snapshot = snapshot;
  }

  /** What is kept, and the journal that goes on with it. */
  static async open(path: string, snapshot: () => State): Promise<{ state: State; journal: Journal }> {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const state = read(path);
    // One line says all that many did.
    const { file, size } = await rewrite(path, state);
    return { state, journal: new Journal(path, file, size, snapshot) };
  }

  /** Settles once it is on the disk. Notes of the same moment go together. */
  write(note: Note): Promise<void> {
    return new Promise((written, failed) => {
      this.#waiting.push({ line: lineOf(note), written, failed });
      this.#writing ??= this.#writeAll();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #writeAll(): Promise<void> {
    // What comes in the same turn of the event loop is written together.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting;
        this.#waiting = [];
        try {
          await this.#append(batch.map(({ line }) => line).join(""));
        } catch (error) {
          for (const { failed } of batch) failed(error);
          continue;
        }
        for (const { written } of batch) written();
        if (this.#size > this.#compactAt && this.#waiting.length === 0) await this.#compact();
      }
    } finally {
      // In the step that found nothing waiting: whoever comes after it must begin anew.
      this.#writing = null;
    }
  }

  async #append(text: string): Promise<void> {
    if (this.#mayHaveMore) await this.#file.truncate(this.#size);
    this.#mayHaveMore = true;
    // Until all of it is taken, where a plain write may take a part and be done.
    await this.#file.appendFile(text);
    await this.#file.datasync();
    this.#mayHaveMore = false;
    this.#size += Buffer.byteLength(text);
  }

  async #compact(): Promise<void> {
    try {
      // What is known at this moment: a note that comes while this is written stands behind it.
      const { file, size } = await rewrite(this.#path, this.#snapshot());
      const before = this.#file;
      [this.#file, this.#size, this.#compactAt] = [file, size, COMPACT_BYTES];
      await before.close();
    } catch {
      // It goes on as it is, and is tried again once there is as much again.
      this.#compactAt = this.#size + COMPACT_BYTES;
    }
  }
}

function read(path: string): State {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return nothing();
    throw error;
  }
  const whole = text.split("\n");
  // What follows the last line's end was never finished.
  whole.pop();
  let state = nothing();
  for (const [at, line] of whole.entries()) {
    const note = noteOf(line);
    if (note) state = apply(state, note);
    else if (at < whole.length - 1)
      throw new Unreadable(`Line ${at + 1} of ${path} does not add up. Restore the file, or move it away.`);
  }
  return state;
}

/** The new file is whole before it takes the place of the old one. It is open, to be added to. */
async function rewrite(path: string, state: State): Promise<{ file: FileHandle; size: number }> {
  const line = lineOf({ t: "state", state });
  rmSync(`${path}.new`, { force: true });
  const file = await open(`${path}.new`, "a", 0o600);
  try {
    await file.appendFile(line);
    await file.sync();
    renameSync(`${path}.new`, path);
  } catch (error) {
    await file.close();
    throw error;
  }
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
  return { file, size: Buffer.byteLength(line) };
}

function lineOf(note: Note): string {
  const text = JSON.stringify(note);
  return `${sumOf(text)} ${text}\n`;
}

function noteOf(line: string): Note | null {
  const text = line.slice(17);
  if (line[16] !== " " || sumOf(text) !== line.slice(0, 16)) return null;
  return JSON.parse(text) as Note;
}

function sumOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
