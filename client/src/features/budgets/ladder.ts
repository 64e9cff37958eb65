import type { BudgetCard_BudgetFragment, BudgetMeasure, SimulateBudgetInput } from "#gql/graphql.ts";

// What a budget does about what is spent, as it is written in a form: percentages in a line, and one for
// each measure that is wanted.

export const measures: readonly { measure: BudgetMeasure; field: string; label: string; said: string }[] = [
  {
    measure: "APPROVE",
    field: "approveAt",
    label: "Ask first at, %",
    said: "what is new takes approval",
  },
  { measure: "BLOCK", field: "blockAt", label: "Nothing new at, %", said: "nothing new begins" },
  { measure: "DRAIN", field: "drainAt", label: "Nothing longer at, %", said: "nothing is extended" },
  { measure: "STOP", field: "stopAt", label: "End what runs at, %", said: "what runs is ended" },
];

/** "50, 80, 100 %" as numbers; null where something else stands. The API says which numbers will do. */
export function readPercents(text: string): number[] | null {
  const parts = text.split(/[\s,;%]+/).filter((part) => part !== "");
  const numbers = parts.map(Number);
  return numbers.length > 0 && numbers.every(Number.isSafeInteger) ? numbers : null;
}

/** The rungs that were filled in; the name of the first field that is no percentage where there is one. */
export function readRungs(
  textIn: (field: string) => string,
): { measure: BudgetMeasure; atPercent: number }[] | string {
  const rungs: { measure: BudgetMeasure; atPercent: number }[] = [];
  for (const { measure, field } of measures) {
    const text = textIn(field);
    if (text === "") continue;
    const [atPercent, ...more] = readPercents(text) ?? [];
    if (atPercent === undefined || more.length > 0) return field;
    rungs.push({ measure, atPercent });
  }
  return rungs;
}

/** A budget as it is asked about without being there. */
export function trialOf({
  scope,
  scopeValue,
  period,
  timeZone,
  limit,
  rungs,
}: BudgetCard_BudgetFragment): SimulateBudgetInput {
  return {
    scope,
    scopeValue,
    period,
    timeZone,
    limit,
    rungs: rungs.map(({ measure, atPercent }) => ({ measure, atPercent })),
  };
}
