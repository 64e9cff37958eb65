import type { Cloud } from "./rules/clouds.ts";
import { eachCloud, type Metered } from "./compare.ts";
import { type Card, courseOf, matchCard, type ReferencePrice, type Step } from "./rules/match.ts";
import { shareOut } from "./rules/reserved.ts";
import type { MeteredRow } from "./store/metered.ts";
import type { ReservedRow } from "./store/reserved.ts";

/** How a GPU stands to a cloud: what it is compared with and for which prices, or why not. */
export interface CardMatch {
  card: Card;
  kind: MeteredRow["kind"];
  cloud: Cloud;
  course: Step[];
  nearestBecause: string | null;
  noMatch: string | null;
}

/** Whose it was, and on what it ran. */
export type RanOn = Pick<
  MeteredRow,
  "accountId" | "consumer" | "providerId" | "gpuModel" | "gpuSocket" | "vramGb" | "kind"
>;

export interface MeteredSession extends Metered {
  row: RanOn;
  matches: Readonly<Record<Cloud, CardMatch>>;
}

export type MatchOf = (card: CardRow) => Readonly<Record<Cloud, CardMatch>>;
type CardRow = Pick<MeteredRow, "gpuModel" | "gpuSocket" | "vramGb" | "kind">;

/** Charged sessions, each with the prices that it is compared with. */
export function toSessions(rows: readonly MeteredRow[], matchOf: MatchOf): MeteredSession[] {
  const sessions: MeteredSession[] = [];
  for (const row of rows) {
    const stretch = { what: row.what, from: row.from, until: row.until, pricePerHour: row.pricePerHour };
    const last = sessions.at(-1);
    if (last?.sessionId === row.sessionId) {
      (last.stretches as (typeof stretch)[]).push(stretch);
      continue;
    }
    const matches = matchOf(row);
    sessions.push({
      sessionId: row.sessionId,
      gpuCount: row.gpuCount,
      held: row.held,
      askedPerHour: row.askedPerHour,
      stretches: [stretch],
      courses: eachCloud((cloud) => matches[cloud].course),
      matches,
      row,
    });
  }
  return sessions;
}

/** Those of reservations, each with its share. */
export function toReservedSessions(rows: readonly ReservedRow[], matchOf: MatchOf): MeteredSession[] {
  return rows.flatMap((row) => {
    const stretchesOf = shareOut(row, row.machines);
    const { accountId, consumer } = row;
    return row.machines.flatMap((machine) => {
      const stretches = stretchesOf.get(machine.sessionId) ?? [];
      if (stretches.length === 0) return [];
      const { sessionId, gpuCount, providerId, gpuModel, gpuSocket, vramGb, kind } = machine;
      const ranOn = { accountId, consumer, providerId, gpuModel, gpuSocket, vramGb, kind };
      const matches = matchOf(ranOn);
      const courses = eachCloud((cloud) => matches[cloud].course);
      return [{ sessionId, gpuCount, held: null, stretches, courses, matches, row: ranOn }];
    });
  });
}

export function matcher(prices: readonly ReferencePrice[]): MatchOf {
  const known = new Map<string, Record<Cloud, CardMatch>>();
  return (row) => {
    const card: Card = { model: row.gpuModel, socket: row.gpuSocket, vramGb: row.vramGb };
    const key = `${card.model}|${card.socket ?? ""}|${card.vramGb}|${row.kind}`;
    let matches = known.get(key);
    if (!matches) {
      matches = eachCloud((cloud) => compareCard(card, row.kind, cloud, prices));
      known.set(key, matches);
    }
    return matches;
  };
}

/** A machine that may be taken away at any time is compared with one that may be, too. */
function compareCard(
  card: Card,
  kind: MeteredRow["kind"],
  cloud: Cloud,
  prices: readonly ReferencePrice[],
): CardMatch {
  const match = matchCard(card, cloud, prices);
  const base = { card, kind, cloud };
  if ("noMatch" in match) return { ...base, course: [], nearestBecause: null, noMatch: match.noMatch };
  const pricing = kind === "interruptible" ? "spot" : "on_demand";
  const course = courseOf(match, cloud, pricing, prices);
  return {
    ...base,
    course,
    nearestBecause: match.nearestBecause,
    noMatch:
      course.length > 0
        ? null
        : kind === "interruptible"
          ? "It may be taken away at any time, and no spot price is known there."
          : "No on-demand price is known there.",
  };
}
