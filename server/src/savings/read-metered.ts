import type { Ctx } from "../platform/context.ts";
import type { Cloud } from "./rules/clouds.ts";
import { eachCloud, type Metered } from "./compare.ts";
import { type Card, courseOf, matchCard, type ReferencePrice, type Step } from "./rules/match.ts";
import { listReferencePrices, type MeteredRow, readMetered } from "./store/metered.ts";

/** How a GPU stands to a cloud: what it is compared with and for which prices, or why not. */
export interface CardMatch {
  card: Card;
  kind: MeteredRow["kind"];
  cloud: Cloud;
  course: Step[];
  nearestBecause: string | null;
  noMatch: string | null;
}

export interface MeteredSession extends Metered {
  row: MeteredRow;
  matches: Readonly<Record<Cloud, CardMatch>>;
}

/** An account's charged sessions, each with the prices that it is compared with. */
export async function readMeteredSessions(
  ctx: Ctx,
  accountId: string,
  from: Date | null,
  until: Date,
): Promise<MeteredSession[]> {
  const [rows, prices] = [await readMetered(ctx, accountId, from, until), await listReferencePrices(ctx)];
  const matchOf = matcher(prices);
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
      stretches: [stretch],
      courses: eachCloud((cloud) => matches[cloud].course),
      matches,
      row,
    });
  }
  return sessions;
}

function matcher(prices: readonly ReferencePrice[]) {
  const known = new Map<string, Record<Cloud, CardMatch>>();
  return (row: MeteredRow): Record<Cloud, CardMatch> => {
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
