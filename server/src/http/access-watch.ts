import type { Clock, Timer } from "../platform/clock.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import type { Log } from "../platform/log.ts";
import type { Actor, Credentials } from "../values/actor.ts";
import { isUnchanged } from "./rights.ts";

// What is open ends when its access is over. An event that takes access away ends it at once, but events are told only
// when every transaction before them has ended, which may take as long as somebody's index. As long as they are held
// back it is asked again every few seconds who each is, by what they showed, and what is open of those who are nobody or
// somebody else by now ends.

const SWEEP_MS = 5_000;
const HELD_BACK_MS = 2_000;

/** A socket or a stream, who is behind it, and what they showed. */
export interface Held {
  actor: Actor;
  credentials: Credentials;
  end(reason: string): void;
}

export interface AccessWatchOptions {
  clock: Clock;
  log: Log;
  identify(credentials: Credentials): Promise<Actor>;
  /** Since when events have been held back. */
  heldSince(): Date | null;
  /** Everything that is open. */
  held(): Iterable<Held>;
}

export class AccessWatch {
  readonly #options: AccessWatchOptions;
  #timer: Timer | undefined;
  #asking: Promise<void> | undefined;
  #stopped = false;

  constructor(options: AccessWatchOptions) {
    this.#options = options;
    this.#sweep();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  /** Ends what these have open: their access was taken away, or is another now. */
  endWhere(matches: (actor: Actor) => boolean): void {
    for (const held of this.#options.held()) if (matches(held.actor)) held.end("Access was changed");
  }

  #sweep(): void {
    this.#timer = this.#options.clock.after(SWEEP_MS, () => {
      this.#endExpired();
      if (this.#isHeldBack())
        this.#asking ??= this.#askAgain().finally(() => {
          this.#asking = undefined;
        });
      this.#sweep();
    });
  }

  #isHeldBack(): boolean {
    const { clock, heldSince } = this.#options;
    const since = heldSince();
    return since !== null && clock.now().getTime() - since.getTime() >= HELD_BACK_MS;
  }

  #endExpired(): void {
    const now = this.#options.clock.now();
    for (const held of this.#options.held()) {
      const expiresAt = "expiresAt" in held.actor ? held.actor.expiresAt : null;
      if (expiresAt && expiresAt <= now) held.end("Access has expired");
    }
  }

  // Each credential once, whatever is open with it, and one after another, so that no request waits behind thousands.
  async #askAgain(): Promise<void> {
    const { identify, log } = this.#options;
    const byCredential = Map.groupBy(this.#options.held(), ({ credentials: { authorization, cookie } }) =>
      authorization === undefined ? `cookie ${cookie}` : `authorization ${authorization}`,
    );
    for (const all of byCredential.values()) {
      const [first] = all;
      if (!first || this.#stopped) return;
      try {
        const actor = await identify(first.credentials);
        for (const held of all) if (!isUnchanged(held.actor, actor)) held.end("Access was changed");
      } catch (error) {
        // A database that is away says nothing of anybody: what is open stays open.
        if (isUnavailable(error)) return;
        log.warn({ err: error }, "could not ask again who has something open");
      }
    }
  }
}
