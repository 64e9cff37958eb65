import { reservationWords } from "@berth/client-sdk/words";
import type { PriceLineKind, ReservationState } from "#gql/graphql.ts";

type Tone = "neutral" | "accent" | "good" | "warn" | "danger";

const tones: Record<ReservationState, Tone> = {
  HELD: "neutral",
  LAPSED: "neutral",
  CONFIRMED: "accent",
  ACTIVE: "good",
  FINISHED: "neutral",
  CANCELLED: "neutral",
  MISSED: "danger",
};

export const stateWord = (state: ReservationState): { word: string; tone: Tone } => ({
  word: reservationWords[state],
  tone: tones[state],
});

const listed = ["CONFIRMED", "ACTIVE", "FINISHED", "CANCELLED", "MISSED"] as const;
export type StateFilter = "ALL" | (typeof listed)[number];

/** What a list of bookings can be narrowed to: quotes are not among them. */
export const stateFilters: readonly { value: StateFilter; label: string }[] = [
  { value: "ALL", label: "All" },
  ...listed.map((state) => ({ value: state, label: reservationWords[state] })),
];

/** "−11.37 %" of a share in hundredths of a percent. */
export function percent(shareBp: number): string {
  const size = Math.abs(shareBp);
  const text = size % 100 === 0 ? String(size / 100) : (size / 100).toFixed(2).replace(/0$/, "");
  return `${shareBp < 0 ? "−" : "+"}${text} %`;
}

export const lineWord = (kind: PriceLineKind, label: string): string =>
  kind === "RULE"
    ? label
    : { BASE: "At the pool’s price", DURATION_DISCOUNT: "For its length", BEST_OF: label }[kind];

export const gpusOf = (count: number, model: string): string => `${count} × ${model}`;
