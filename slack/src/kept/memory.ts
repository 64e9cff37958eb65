import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { apply, type Note, type State } from "../rules/state.ts";
import { Journal } from "./journal.ts";

/** What the bot knows. Whoever awaits `note` may act on what it says: it survives whatever comes. */
export class Memory {
  readonly #journal: Journal;
  #state: State;
  readonly #listeners = new Set<() => void>();

  private constructor(state: State, journal: Journal) {
    this.#state = state;
    this.#journal = journal;
  }

  static async open(path: string): Promise<Memory> {
    let memory: Memory | undefined;
    const { state, journal } = await Journal.open(path, () => {
      if (!memory) throw new Error("the journal is asked before it is open");
      return memory.state;
    });
    memory = new Memory(state, journal);
    return memory;
  }

  get state(): State {
    return this.#state;
  }

  async note(note: Note): Promise<void> {
    this.#state = apply(this.#state, note);
    const written = this.#journal.write(note);
    for (const listener of this.#listeners) listener();
    await written;
  }

  onNote(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}

/** What is kept of somebody's key can be opened in its own place only: by this bot, for this person. */
export class Seal {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHash("sha256").update(`berth slack links\n${secret}`).digest();
  }

  close(place: string, words: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key, iv).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(words, "utf8"), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
  }

  /** Null for what was sealed with another secret or for somebody else. */
  open(place: string, sealed: string): string | null {
    const bytes = Buffer.from(sealed, "base64url");
    try {
      const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, 12))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
    } catch {
      return null;
    }
  }
}
