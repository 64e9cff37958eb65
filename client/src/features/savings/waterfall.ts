import type { SavingsPartKind, SavingsPeriodQuery } from "#gql/graphql.ts";
import { micros } from "#lib/money.ts";

export type Part = SavingsPeriodQuery["savings"]["waterfalls"][number]["parts"][number];

export const partNames: Record<SavingsPartKind, string> = {
  RATE: "Rate",
  TIMING: "Timing",
  RESERVATION_DISCOUNT: "Reservation discount",
  IDLE_STOP: "Idle stop",
  HAND_BACK: "Hand-back",
};

export interface Step {
  part: Part;
  /** Where its bar begins and how long it is, in percent of the widest that is drawn. */
  from: number;
  size: number;
  isLoss: boolean;
}

/** Each part where the last one ended, counted from nothing; what costs more goes back to the left. */
export function stepsOf(parts: readonly Part[]): { steps: Step[]; total: bigint } {
  const edges = [0n];
  for (const { amount } of parts) edges.push((edges.at(-1) ?? 0n) + micros(amount));
  const least = edges.reduce((low, edge) => (edge < low ? edge : low));
  const most = edges.reduce((high, edge) => (edge > high ? edge : high));
  const width = most - least;
  const percent = (amount: bigint) => (width === 0n ? 0 : Number((amount * 1_000_000n) / width) / 10_000);
  return {
    steps: parts.map((part, place) => {
      const [from = 0n, to = 0n] = [edges[place], edges[place + 1]];
      return {
        part,
        from: percent((from < to ? from : to) - least),
        size: percent(from < to ? to - from : from - to),
        isLoss: to < from,
      };
    }),
    total: edges.at(-1) ?? 0n,
  };
}
