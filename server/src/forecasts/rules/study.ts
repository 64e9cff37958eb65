import { STOPS } from "./levels.ts";
import { foretell, METHODS } from "./methods.ts";
import { type PricePath, persistence, restlessness } from "./price-path.ts";

// What a series' own history says about every method: at many hours of it, each is asked for the hours after from
// nothing but the hours before, and held against what came.

export const PLACES = METHODS.length * STOPS.length;

export interface Study {
  path: PricePath;
  hours: number;
  /** The hours that methods were asked at, the latest first. */
  asked: number[];
  /** Of every such hour what came minus what each method said, stop by stop; only the first `known[i]` stops. */
  misses: Float64Array[];
  known: number[];
  /** Of each method and stop the sum of misses; and of each stop the hours of evidence. Old ones count less. */
  loss: Float64Array;
  evidence: Float64Array;
  /** What every method says now. */
  said: Float64Array;
  floor: number;
  /** How far the price goes an hour, all in all. */
  restless: number;
  regime: Regime;
  /** From 0, prices that come back, to 1, prices that keep on. */
  keepsOn: number;
}

/** How prices behave: they keep their direction, come back to a level, or hardly change. */
export type Regime = "trending" | "returning" | "still";

const MOST_ASKED = 120;
/** Under this nothing is known of a series yet. */
const FIRST_ASKED = 24;
/** Evidence loses half of its weight in so many hours. */
const HALF_LIFE = 700;
const CHANGES_TO_TELL = 4;
const [RETURNING, TRENDING] = [0.45, 0.6];

export function weightOfAge(hours: number): number {
  return 0.5 ** (hours / HALF_LIFE);
}

export function studySeries(path: PricePath, floor: number): Study {
  const { logs, lowest } = path;
  const hours = logs.length;
  const last = hours - 1;
  const step = Math.max(2, Math.ceil(hours / MOST_ASKED));
  const study: Study = {
    path,
    hours,
    asked: [],
    misses: [],
    known: [],
    loss: new Float64Array(PLACES),
    evidence: new Float64Array(STOPS.length),
    said: new Float64Array(PLACES),
    floor,
    restless: restlessness(path, last, last),
    ...regimeOf(path, last),
  };
  foretell(path, last, floor, study.said);
  const said = new Float64Array(PLACES);
  for (let at = last - 1; at >= FIRST_ASKED; at -= step) {
    // Nobody knew of a floor that the price had never been above.
    foretell(path, at, floor <= (lowest[at] ?? 0) + 1e-9 ? floor : -Infinity, said);
    compare(study, at, said, step);
  }
  return study;
}

function compare(study: Study, at: number, said: Float64Array, step: number): void {
  const { loss, evidence, hours } = study;
  const { logs } = study.path;
  const misses = new Float64Array(PLACES);
  const weight = weightOfAge(hours - 1 - at);
  let known = 0;
  for (const [stop, ahead] of STOPS.entries()) {
    const came = logs[at + ahead];
    if (came === undefined) break;
    known++;
    evidence[stop] = (evidence[stop] ?? 0) + weight * step;
    for (let place = stop; place < PLACES; place += STOPS.length) {
      const miss = came - (said[place] ?? 0);
      misses[place] = miss;
      loss[place] = (loss[place] ?? 0) + weight * Math.abs(miss);
    }
  }
  study.asked.push(at);
  study.misses.push(misses);
  study.known.push(known);
}

function regimeOf(path: PricePath, at: number): { regime: Regime; keepsOn: number } {
  if ((path.changes[at] ?? 0) < CHANGES_TO_TELL) return { regime: "still", keepsOn: 0.5 };
  const share = (persistence(path, at) - RETURNING) / (TRENDING - RETURNING);
  const keepsOn = Math.min(Math.max(share, 0), 1);
  return { regime: keepsOn > 0.5 ? "trending" : "returning", keepsOn };
}

/** Hours that overlap say much the same, so evidence of far hours counts as fewer pieces. */
export function piecesOf(evidence: number, ahead: number): number {
  return evidence / (ahead + 12);
}
