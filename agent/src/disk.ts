import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { State } from "./fate.ts";

/** What must outlive the agent: when the machine ends, and that its work is done. */
export class Disk {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(): State | null {
    try {
      const state = JSON.parse(readFileSync(join(this.#folder, "state.json"), "utf8")) as State;
      const numbers = [state.deadline, state.heardAt, state.silentSeconds, state.count];
      return numbers.every(Number.isFinite) && typeof state.boot === "string" ? state : null;
    } catch {
      return null;
    }
  }

  /** Whole or not at all, so that a machine whose power fails in between still knows when to end. */
  write(state: State): void {
    const file = join(this.#makeFolder(), "state.json");
    writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  get isDone(): boolean {
    return existsSync(join(this.#folder, "done"));
  }

  markDone(): void {
    writeFileSync(join(this.#makeFolder(), "done"), "");
  }

  #makeFolder(): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    return this.#folder;
  }
}
