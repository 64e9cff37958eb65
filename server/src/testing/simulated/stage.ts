import type { Random } from "../../../../simulator/src/random.ts";
import type { Clock } from "../../platform/clock.ts";

/** Whose threads these are: a process, which may be killed, or the world around it. */
export interface Owner {
  isDead: boolean;
}

interface Timer {
  at: number;
  act: () => void;
}

/**
 * Time and turns in a simulation. Whoever acts does so in a thread, and only one of them acts at a time: until it is
 * done, or waits for somebody outside. Then chance says who is next. So what happens follows from the seed, however
 * fast a real database answers meanwhile, and time stands still until everybody waits for it.
 */
export class Stage {
  readonly #chance: Random;
  readonly #startAt: number;
  #elapsed = 0;
  /** How far somebody has set the clock. */
  #setBy = 0;
  #timers: Timer[] = [];
  #ready: { owner: Owner; resume: () => void }[] = [];
  #isTaken = false;
  #onQuiet = () => {};

  constructor(chance: Random, startAt: number) {
    this.#chance = chance;
    this.#startAt = startAt;
  }

  /** The machine's clock, which may be wrong. */
  get clock(): Clock {
    return {
      now: () => new Date(this.#startAt + this.#elapsed + this.#setBy),
      elapsedMs: () => this.#elapsed,
      after: (ms, act) => this.after(ms, act),
    };
  }

  get elapsedMs(): number {
    return this.#elapsed;
  }

  /** The hour as it truly is. */
  get nowMs(): number {
    return this.#startAt + this.#elapsed;
  }

  setClock(byMs: number): void {
    this.#setBy += byMs;
  }

  after(ms: number, act: () => void): { cancel(): void } {
    const timer = { at: this.#elapsed + Math.max(0, Math.ceil(ms)), act };
    this.#timers.push(timer);
    return { cancel: () => void (this.#timers = this.#timers.filter((one) => one !== timer)) };
  }

  pause(ms: number): Promise<void> {
    return ms <= 0 ? Promise.resolve() : new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Elapsed time at which the next timer is due. */
  get dueAt(): number {
    return Math.min(...this.#timers.map(({ at }) => at));
  }

  /** Time goes on to the next timer, or as far as it may. */
  moveTo(elapsed: number): void {
    this.#elapsed = Math.max(this.#elapsed, elapsed);
  }

  /** Lets one timer that is due act. */
  actOne(): boolean {
    const [due] = this.#timers.filter(({ at }) => at <= this.#elapsed).toSorted((a, b) => a.at - b.at);
    if (!due) return false;
    this.#timers = this.#timers.filter((one) => one !== due);
    due.act();
    return true;
  }

  /** A thread of that owner. Of one that is killed meanwhile nothing is heard again. */
  async begin<T>(owner: Owner, act: () => Promise<T>): Promise<T> {
    await this.#enter(owner);
    try {
      return await act();
    } finally {
      this.#leave();
    }
  }

  /** Within a thread: waits for what others do, and lets others act until then. */
  async outside<T>(owner: Owner, act: () => Promise<T>): Promise<T> {
    this.#leave();
    try {
      return await act();
    } finally {
      await this.#enter(owner);
    }
  }

  /** Resolves when nobody can act before time goes on. */
  async quiet(): Promise<void> {
    do {
      if (this.#isTaken) await new Promise<void>((resolve) => (this.#onQuiet = resolve));
      // What was begun outside goes as far as it can without further time.
      await new Promise(setImmediate);
    } while (this.#isTaken);
  }

  #enter(owner: Owner): Promise<void> {
    return new Promise((resolve) => {
      this.#ready.push({ owner, resume: resolve });
      if (!this.#isTaken) this.#next();
    });
  }

  #leave(): void {
    this.#isTaken = false;
    queueMicrotask(() => {
      if (!this.#isTaken) this.#next();
    });
  }

  #next(): void {
    this.#ready = this.#ready.filter(({ owner }) => !owner.isDead);
    if (this.#ready.length === 0) return this.#onQuiet();
    const next = this.#chance.pick(this.#ready);
    this.#ready = this.#ready.filter((one) => one !== next);
    this.#isTaken = true;
    next.resume();
  }
}
