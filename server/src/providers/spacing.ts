import type { Clock } from "../platform/clock.ts";

/** How far apart a provider wants the calls to one of its endpoints. */
export interface Pace {
  /** The least time between two calls. */
  everyMs: number;
  /** So many calls may come at once after a pause, each borrowing from the time to come. One, unless said. */
  burst?: number;
  /** How long to keep away, at the least, after having come too early all the same. */
  penaltyMs?: number;
}

interface Lane {
  /** When, by elapsed time, the lane has paid for all calls so far. */
  paidAt: number;
  /** Nobody sets out before; a provider said so. */
  heldUntil: number;
  queue: (() => void)[];
}

// A provider counts calls as they arrive, and one may be quicker on its way than the one before it.
const MARGIN = 1.1;

/**
 * Keeps the distance that a provider demands between calls of one key to one endpoint: whoever comes
 * too early waits in line. The distance is kept within this process; what another process does with
 * the same key shows as a refusal, and then everybody here holds back as well.
 */
export class Spacing {
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Lane>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves when it is this caller's turn, who says later when the answer has come. One who is called away leaves
   * the line, and rejects with the signal's reason.
   */
  async turn(name: string, pace: Pace, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const lane = this.#lane(name);
    await this.#stepUp(lane, signal);
    try {
      for (let wait = this.#wait(lane, pace); wait > 0; wait = this.#wait(lane, pace)) {
        await this.#pause(wait, signal);
      }
      const startedAt = this.#clock.elapsedMs();
      lane.paidAt = Math.max(lane.paidAt, startedAt) + pace.everyMs * MARGIN;
      return () => this.#answered(lane, pace, startedAt);
    } finally {
      lane.queue.shift();
      lane.queue[0]?.();
    }
  }

  /**
   * What was answered late may have arrived late as well, so the next one waits from then on; though not for
   * ever, since some calls take long to answer by nature.
   */
  #answered(lane: Lane, { everyMs, burst = 1 }: Pace, startedAt: number): void {
    if (burst > 1) return;
    const from = Math.min(this.#clock.elapsedMs(), startedAt + everyMs);
    lane.paidAt = Math.max(lane.paidAt, from + everyMs);
  }

  /** After a refusal: nobody sets out for a while. */
  hold(name: string, ms: number): void {
    const lane = this.#lane(name);
    lane.heldUntil = Math.max(lane.heldUntil, this.#clock.elapsedMs() + ms);
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (!lane) this.#lanes.set(name, (lane = { paidAt: 0, heldUntil: 0, queue: [] }));
    return lane;
  }

  #wait(lane: Lane, pace: Pace): number {
    const borrowed = ((pace.burst ?? 1) - 1) * pace.everyMs * MARGIN;
    return Math.max(lane.paidAt - borrowed, lane.heldUntil) - this.#clock.elapsedMs();
  }

  /** Resolves at the head of the line. */
  #stepUp(lane: Lane, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        lane.queue.splice(lane.queue.indexOf(turn), 1);
        reject(signal.reason as Error);
      };
      lane.queue.push(turn);
      if (lane.queue.length === 1) resolve();
      else signal.addEventListener("abort", leave, { once: true });
    });
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(ms, () => {
        signal.removeEventListener("abort", leave);
        resolve();
      });
      const leave = () => {
        timer.cancel();
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", leave, { once: true });
    });
  }
}
