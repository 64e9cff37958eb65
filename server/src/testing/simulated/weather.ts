import { moodNames, type MoodName } from "../../../../simulator/src/moods/catalog.ts";
import type { Random } from "../../../../simulator/src/random.ts";

/** How bad it is at times: between one process and the provider, in the provider itself, and at home. */
export interface Weather {
  /** Of each call, how likely it never arrives, its answer never does, or either is late. */
  lostThere: number;
  lostBack: number;
  late: number;
  latestMs: number;
  /** How likely a process dies of a call, before it arrives or before it hears the answer. */
  kill: number;
  /** How likely the connection to the database breaks in a transaction. */
  cut: number;
  /** How likely a server sleeps for up to three minutes, in the middle of anything. */
  sleep: number;
  /** How likely a log-in fails on its way. */
  noWayIn: number;
  /** How likely an agent is silent until it is fine again. */
  silent: number;
  /** What the provider does instead of what it should, and how often. */
  moods: ReadonlyMap<MoodName, number>;
}

export const calm: Weather = {
  lostThere: 0,
  lostBack: 0,
  late: 0,
  latestMs: 0,
  kill: 0,
  cut: 0,
  sleep: 0,
  noWayIn: 0,
  silent: 0,
  moods: new Map(),
};

/** Delays are the network's here; the others are of other providers, or of searches alone. */
const leftOut: ReadonlySet<MoodName> = new Set([
  "slow-reply",
  "real-latency",
  "huge-garbage",
  "senseless-prices",
  "ram-in-gb",
  "odd-locations",
  "bad-key-as-404",
]);
const moodsMet = moodNames.filter((name) => !leftOut.has(name));

export function stormOf(chance: Random): Weather {
  const some = (likely: number, ...values: number[]) => (chance.chance(likely) ? chance.pick(values) : 0);
  const moods = new Map<MoodName, number>();
  for (let count = chance.integer(0, 4); count > 0; count--) {
    moods.set(chance.pick(moodsMet), chance.pick([0.05, 0.2, 0.5, 1]));
  }
  return {
    lostThere: some(0.4, 0.03, 0.15, 0.5),
    lostBack: some(0.4, 0.03, 0.15, 0.5),
    late: some(0.4, 0.1, 0.3),
    latestMs: chance.pick([3_000, 20_000, 90_000]),
    kill: some(0.3, 0.02, 0.1),
    cut: some(0.3, 0.01, 0.05),
    sleep: some(0.3, 0.02, 0.1),
    noWayIn: some(0.3, 0.2, 0.9),
    silent: some(0.2, 0.02),
    moods,
  };
}
