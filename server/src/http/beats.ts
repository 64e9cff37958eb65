import type { Clock, Timer } from "../platform/clock.ts";

// What is told by the clock, such as what is spent at this second, is told to thousands of groups, and thousands of sockets
// are asked whether they are there. Were each to wait on a timer of its own, the process would be woken for each; were all
// told at once, nobody else would be answered meanwhile. So each round is cut into short turns, who comes is given the next
// one, and those of a turn are told together.

const TURN_MS = 50;

interface Turn {
  acts: Set<() => void>;
  timer: Timer;
}

export class Beats {
  readonly #clock: Clock;
  readonly #turns = new Map<string, Turn>();
  #joined = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Acts so often, first within as long. Returns how to leave. */
  join(everyMs: number, act: () => void): () => void {
    const place = this.#joined++ % Math.ceil(everyMs / TURN_MS);
    const key = `${everyMs} ${place}`;
    const turn = this.#turns.get(key) ?? this.#begin(key, everyMs, place * TURN_MS);
    turn.acts.add(act);
    return () => {
      turn.acts.delete(act);
      if (turn.acts.size > 0 || this.#turns.get(key) !== turn) return;
      turn.timer.cancel();
      this.#turns.delete(key);
    };
  }

  stop(): void {
    for (const { timer } of this.#turns.values()) timer.cancel();
    this.#turns.clear();
  }

  #begin(key: string, everyMs: number, phaseMs: number): Turn {
    // From its place in the round and not from when it was last late, so that turns do not drift into each other.
    const wait = () => {
      const since = (this.#clock.elapsedMs() - phaseMs) % everyMs;
      return everyMs - (since < 0 ? since + everyMs : since);
    };
    const round = (waitMs: number): Timer =>
      this.#clock.after(waitMs, () => {
        if (this.#turns.get(key) !== turn) return;
        // Timers know whole milliseconds and may go off a little before their time: what is left of it is no round.
        const left = wait();
        turn.timer = round(left < TURN_MS ? left + everyMs : left);
        for (const act of turn.acts) act();
      });
    const turn: Turn = { acts: new Set(), timer: round(wait()) };
    this.#turns.set(key, turn);
    return turn;
  }
}
