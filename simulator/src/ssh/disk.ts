import { posix } from "node:path";

/**
 * What has been copied to an instance: folders and files, in memory, gone with the instance. It has a bound of its
 * own, however large the disk that is paid for, since the memory is that of whoever tries things out.
 */
export interface Entry {
  kind: "file" | "folder";
  mode: number;
  /** Seconds since 1970, as its owner has it. */
  changedAt: number;
  data: Buffer;
  size: number;
}

export type DiskFault = "missing" | "there already" | "full" | "a folder" | "no folder";

export class CannotBeDone extends Error {
  readonly fault: DiskFault;

  constructor(fault: DiskFault) {
    super(fault);
    this.fault = fault;
  }
}

const BYTES_MAX = 64 * 1_024 * 1_024;
const ENTRIES_MAX = 10_000;

export class Disk {
  readonly #entries = new Map<string, Entry>();
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(folders: readonly string[], now: number, bytesMax = BYTES_MAX) {
    this.#bytesMax = bytesMax;
    for (const folder of folders) {
      for (let at = folder; !this.#entries.has(at); at = posix.dirname(at))
        this.#entries.set(at, emptyFolder(now));
    }
  }

  find(path: string): Entry | null {
    return this.#entries.get(path) ?? null;
  }

  get(path: string): Entry {
    return this.find(path) ?? cannot("missing");
  }

  makeFolder(path: string, now: number): void {
    if (this.find(path)) cannot("there already");
    this.#add(path, emptyFolder(now));
  }

  /** A file that is written to from its beginning on, or as it is. */
  openToWrite(path: string, { anew, mode, now }: { anew: boolean; mode: number; now: number }): Entry {
    const there = this.find(path);
    if (there?.kind === "folder") return cannot("a folder");
    if (there && anew) this.#resize(there, 0);
    return there ?? this.#add(path, { kind: "file", mode, changedAt: now, data: Buffer.alloc(0), size: 0 });
  }

  write(file: Entry, offset: number, bytes: Buffer): void {
    if (offset + bytes.length > file.size) this.#resize(file, offset + bytes.length);
    bytes.copy(file.data, offset);
  }

  remove(path: string): void {
    const entry = this.get(path);
    if (entry.kind === "folder" && this.namesIn(path).length > 0) cannot("there already");
    this.#resize(entry, 0);
    this.#entries.delete(path);
  }

  namesIn(path: string): string[] {
    if (this.get(path).kind !== "folder") cannot("no folder");
    return [...this.#entries.keys()]
      .filter((one) => one !== path && posix.dirname(one) === path)
      .map((one) => posix.basename(one));
  }

  #add(path: string, entry: Entry): Entry {
    if (this.get(posix.dirname(path)).kind !== "folder") cannot("no folder");
    if (this.#entries.size >= ENTRIES_MAX) cannot("full");
    this.#entries.set(path, entry);
    return entry;
  }

  #resize(file: Entry, size: number): void {
    if (this.#bytes + size - file.size > this.#bytesMax) cannot("full");
    this.#bytes += size - file.size;
    if (size > file.data.length) {
      // Twice as much as is needed, so that what comes in small parts is not copied for each of them.
      const larger = Buffer.alloc(Math.max(size, 2 * file.data.length));
      file.data.copy(larger, 0, 0, file.size);
      file.data = larger;
    } else file.data.fill(0, Math.min(size, file.size));
    file.size = size;
  }
}

function emptyFolder(now: number): Entry {
  return { kind: "folder", mode: 0o755, changedAt: now, data: Buffer.alloc(0), size: 0 };
}

function cannot(fault: DiskFault): never {
  throw new CannotBeDone(fault);
}
