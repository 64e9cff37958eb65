import { type Actor, actorId } from "../values/actor.ts";

/** How many connections each has open, of whatever sort. */
export class PerActor {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** False when they have as many as they may. */
  admit(actor: Actor): boolean {
    const id = actorId(actor);
    const open = this.#open.get(id) ?? 0;
    if (open >= this.#most) return false;
    this.#open.set(id, open + 1);
    return true;
  }

  leave(actor: Actor): void {
    const id = actorId(actor);
    const open = this.#open.get(id) ?? 0;
    if (open <= 1) this.#open.delete(id);
    else this.#open.set(id, open - 1);
  }
}
