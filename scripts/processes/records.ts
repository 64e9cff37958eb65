import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { hasEnded, signalGroup } from "./ending.ts";
import { isRunning, type ProcessIdentity } from "./identity.ts";

/** One started program, written down so that a later start can find it when this one is killed outright. */
export type ProcessRecord = ProcessIdentity & { name: string };

export class ProcessRecords {
  readonly #file: string;
  #records: ProcessRecord[];

  constructor(file: string) {
    this.#file = file;
    this.#records = read(file);
  }

  add(record: ProcessRecord): void {
    this.#records.push(record);
    this.#tryToWrite();
  }

  remove({ pid }: ProcessIdentity): void {
    this.#records = this.#records.filter((record) => record.pid !== pid);
    this.#tryToWrite();
  }

  /** Ends what is still running of an earlier start, and tells the names. A number that is another's now is let be. */
  async endLeft(): Promise<string[]> {
    const left = this.#records.filter(isRunning);
    await Promise.all(left.map(endGroup));
    this.#records = [];
    this.#write();
    return left.map((record) => record.name);
  }

  // Running comes first: a program is started again also while the disk is full. What is written next holds it, too.
  #tryToWrite(): void {
    try {
      this.#write();
    } catch {
      // The file is as it was before; who is no longer in it is known by its start, and let be.
    }
  }

  // Whole or not at all: a file cut in half would forget what is running.
  #write(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#records));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

async function endGroup(record: ProcessRecord): Promise<void> {
  signalGroup(record.pid, "SIGTERM");
  await hasEnded(record, 10_000);
  // Also when it ended in time: what it had begun may not have heard of it, and keeps its number from being another's.
  signalGroup(record.pid, "SIGKILL");
  await hasEnded(record, 5_000);
}

function read(file: string): ProcessRecord[] {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessRecord[];
  } catch {
    return [];
  }
}
