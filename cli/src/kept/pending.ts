import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { newIdempotencyKey } from "@berth/client-sdk";
import { Ended } from "../ended.ts";
import { stateFolder } from "./folders.ts";
import { releaseLock, takeLock } from "./lock.ts";
import { readIfThere, writePrivately } from "./private-file.ts";

// What spends is written down, with its idempotency key, before it is asked for, and forgotten once it
// is answered. The same command run again after it was killed finds it, and asks for the very same with
// the same key: whatever the server had done by then, it is done once.
//
// While the command runs, nobody else may take it up: there is a lock beside the file.

/** The server keeps an answer for a week; what is older can no longer be told from something new. */
const KEPT_MS = 6 * 24 * 60 * 60 * 1000;

export interface Pending<Variables> {
  idempotencyKey: string;
  variables: Variables;
  /** When it was first asked for, if that was in an earlier run. */
  begunAt: string | null;
  /** It was answered: granted or refused. */
  answered(): void;
}

interface Kept<Variables> {
  idempotencyKey: string;
  variables: Variables;
  begunAt: string;
}

export interface Intent {
  server: string;
  /** Whose key signs in. Not the key: what it asked for is unanswered still once another took its place. */
  account: string;
  /** What was typed, in any form that is the same for the same. */
  typed: readonly unknown[];
}

export class PendingFile<Variables> {
  readonly #path: string;
  readonly #lock: string;

  constructor(env: NodeJS.ProcessEnv, intent: Intent) {
    const hash = createHash("sha256").update(JSON.stringify(intent)).digest("hex").slice(0, 32);
    const folder = join(stateFolder(env), "pending");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    forgetOld(folder);
    this.#path = join(folder, `${hash}.json`);
    this.#lock = join(folder, `${hash}.lock`);
    this.#takeLock();
    process.once("exit", () => releaseLock(this.#lock));
  }

  /** What an earlier run left unanswered. */
  find(): Pending<Variables> | null {
    const text = readIfThere(this.#path);
    if (text === null) return null;
    const kept = readKept<Variables>(text);
    // Under a key that is made anew it might be done twice, so a person has to look.
    if (!kept)
      throw new Ended(
        "usage",
        `The same command was not answered before, and ${this.#path}, where it is kept, cannot be read. ` +
          "It may have been done: see what there is, and then remove that file.",
        { code: "NOT_READABLE" },
      );
    return { ...kept, answered: () => this.#forget() };
  }

  begin(variables: Variables, idempotencyKey = newIdempotencyKey()): Pending<Variables> {
    const kept: Kept<Variables> = { idempotencyKey, variables, begunAt: new Date().toISOString() };
    writePrivately(this.#path, JSON.stringify(kept));
    return { idempotencyKey, variables, begunAt: null, answered: () => this.#forget() };
  }

  #forget(): void {
    rmSync(this.#path, { force: true });
  }

  #takeLock(): void {
    const holder = takeLock(this.#lock);
    if (holder !== null)
      throw new Ended(
        "refused",
        `The same command is running already, as process ${holder}. ` +
          "Wait for it, or have both with --key and a key of your own for each.",
        { code: "RUNNING_ALREADY", facts: { process: holder } },
      );
  }
}

function readKept<Variables>(text: string): Kept<Variables> | null {
  try {
    const kept = JSON.parse(text) as Kept<Variables> | null;
    return kept?.idempotencyKey && kept.variables && kept.begunAt ? kept : null;
  } catch {
    return null;
  }
}

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > KEPT_MS)
      rmSync(path, { force: true });
  }
}
