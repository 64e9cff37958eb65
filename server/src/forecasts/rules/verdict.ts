import type { Told } from "./score.ts";

// Whether a forecast is worth more than the last price, and what is said where it is not.

export type Verdict = "proven" | "unproven" | "no_skill" | "short_history";

/** Below this there is not a week to look back on. */
export const SHORT_HOURS = 168;
/** So many scored hours say something: a day of each of seven forecasts. */
const ENOUGH_SCORED = 168;

export interface Judged {
  verdict: Verdict;
  /** One sentence for a person. */
  because: string;
  /** The last price is the better guess, and is what should be shown first. */
  showsNaive: boolean;
}

type Scored = Pick<Told, "hours" | "skill" | "mape" | "naiveMape">;

/**
 * `live`: how right forecasts of this series were until now; `replayed`: the same of those that were made afterwards,
 * which is better than nothing to go by until there is enough of the first, and proves nothing. `expectedSkill`: the
 * share of the last price's error that the method is likely to save (skill.ts).
 */
export function judge(hoursKnown: number, live: Scored, replayed: Scored, expectedSkill: number): Judged {
  if (hoursKnown < SHORT_HOURS) {
    return {
      verdict: "short_history",
      because: `Only ${hoursKnown} hours of history are known, so the last price is shown as well.`,
      showsNaive: true,
    };
  }
  const isLive = live.hours >= ENOUGH_SCORED;
  const record = isLive ? live : replayed;
  if (record.hours >= ENOUGH_SCORED) {
    if (record.skill === null) {
      return {
        verdict: "no_skill",
        because: "The price did not move, so the last price was as good as any forecast.",
        showsNaive: true,
      };
    }
    const { mape, naiveMape, skill, hours } = record;
    const which = `Forecasts of this market${isLive ? "" : " that were made afterwards, from what was known then,"}`;
    const figures = `${percent(mape)} off against ${percent(naiveMape)} of the last price, over ${hours} hours`;
    if (skill <= 0) {
      return {
        verdict: "no_skill",
        because: `${which} were no better than its last price: ${figures}.`,
        showsNaive: true,
      };
    }
    return {
      verdict: isLive ? "proven" : "unproven",
      because: `${which} beat its last price: ${figures}.`,
      showsNaive: false,
    };
  }
  const betters = expectedSkill > 0;
  return {
    verdict: "unproven",
    because: betters
      ? "Too few of its forecasts are scored yet; on the history of such prices the method did better than the last one."
      : "Too few of its forecasts are scored yet; on the history of such prices the last one did as well.",
    showsNaive: !betters,
  };
}

function percent(value: number | null): string {
  return value === null ? "unknown" : `${value.toFixed(value < 10 ? 1 : 0)} %`;
}
