import { Berth, BerthFault, WhoAmIDocument } from "@berth/client-sdk";
import type { Memory, Seal } from "../kept/memory.ts";

// Who acts. Each person's key is their own: what they may do in Berth they may do from Slack, and no more. A key is
// sealed for its person, so that one moved to another opens nothing.

export interface Person {
  id: string;
  berth: Berth;
}

export interface Keys {
  url: string;
  /** The bot's own, and who may act with it. */
  token: string;
  owner: string | null;
}

export class People {
  readonly #memory: Memory;
  readonly #seal: Seal;
  readonly #keys: Keys;

  constructor(memory: Memory, seal: Seal, keys: Keys) {
    this.#memory = memory;
    this.#seal = seal;
    this.#keys = keys;
  }

  /** Null for who has not linked, or whose key can no longer be opened. */
  find(id: string): Person | null {
    const link = this.#memory.state.links[id];
    const token = link ? this.#seal.open(placeOf(id), link.sealed) : null;
    if (token) return { id, berth: this.#open(token) };
    return id === this.#keys.owner ? { id, berth: this.#open(this.#keys.token) } : null;
  }

  /** A sentence on what came of it. */
  async link(id: string, token: string): Promise<string> {
    if (!/^berth_[\w-]{8,200}$/.test(token)) return "That is no key of Berth. One begins with berth_.";
    const [theirs, ours] = await Promise.all([
      accountOf(this.#open(token)),
      accountOf(this.#open(this.#keys.token)),
    ]);
    if (!theirs) return "Berth does not know this key: it may be revoked, or of another Berth.";
    if (theirs.id !== ours?.id)
      return `This key is of ${theirs.name}, and this workspace is told of another account.`;
    const link = { sealed: this.#seal.close(placeOf(id), token), ending: token.slice(-4) };
    await this.#memory.note({ t: "linked", user: id, link });
    const can = theirs.writes.length > 0 ? `It may ${theirs.writes.join(", ")}.` : "It may only read.";
    return `Linked to ${theirs.name} by the key that ends in ${link.ending}. ${can}`;
  }

  async unlink(id: string): Promise<void> {
    await this.#memory.note({ t: "linked", user: id, link: null });
  }

  #open(token: string): Berth {
    // Somebody waits: it is better to say no soon.
    return new Berth({ url: this.#keys.url, token, requestMs: 8_000, patienceMs: 12_000 });
  }
}

const placeOf = (user: string): string => `slack ${user}`;

const verbs: Readonly<Record<string, string>> = {
  "sessions.stop": "stop and extend sessions",
  "reservations.book": "book reservations",
};

async function accountOf(berth: Berth): Promise<{ id: string; name: string; writes: string[] } | null> {
  try {
    const { account, viewer } = await berth.ask(WhoAmIDocument, {});
    const writes = Object.entries(verbs).flatMap(([action, words]) =>
      viewer.actions.includes(action) ? [words] : [],
    );
    return { id: account.id, name: account.name, writes };
  } catch (error) {
    if (error instanceof BerthFault && (error.code === "UNAUTHENTICATED" || error.code === "FORBIDDEN"))
      return null;
    throw error;
  }
}
