import { SECOND } from "../clock.ts";

/**
 * How often one may call. Nobody has published it; two a second and three at once are known to work, so no more than
 * that is promised here, whichever endpoint it is for.
 */
const EVERY = SECOND / 2;
const BURST = 3;

export class Limits {
  /** When each caller has paid for all calls so far. */
  readonly #paidAt = new Map<string, number>();

  admit(caller: string, now: number): boolean {
    const paidAt = Math.max(this.#paidAt.get(caller) ?? 0, now);
    if (paidAt - now > (BURST - 1) * EVERY) return false;
    this.#paidAt.set(caller, paidAt + EVERY);
    return true;
  }
}
