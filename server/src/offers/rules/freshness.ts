import { providerState } from "./provider-state.ts";

// What is told of an offer is as good as its last sight. Confidence is whole while it is as young as
// lists are apart, and then falls by half with every further five minutes.

const FRESH_MS = 60_000;
const HALVED_AFTER_MS = 5 * 60_000;
/** What was seen longer ago is nobody's to rent. */
export const RENTABLE_FOR_MS = 15 * 60_000;

interface Seen {
  state: "listed" | "withdrawn";
  missed: number;
  observedAt: Date;
  provider: { name: string; connected: boolean; lastListedAt: Date | null; lastErrorAt: Date | null };
}

/** When the provider last showed it: what the last good list showed was seen when that list was read. */
export function seenAt({ state, missed, observedAt, provider }: Seen): Date {
  return state === "listed" && missed === 0 ? (provider.lastListedAt ?? observedAt) : observedAt;
}

/** From 0 to 1, in hundredths. */
export function confidenceAt(seen: Date, now: Date): number {
  const over = Math.max(now.getTime() - seen.getTime() - FRESH_MS, 0);
  return Math.round(100 * 0.5 ** (over / HALVED_AFTER_MS)) / 100;
}

/** Why an offer is not to be relied on as it is told; null when it is. */
export function staleBecause(offer: Seen, now: Date): string | null {
  const { name } = offer.provider;
  if (offer.state === "withdrawn") return `${name} lists it no more.`;
  switch (providerState(offer.provider, now)) {
    case "not_connected":
      return `Berth is not connected to ${name}.`;
    case "down":
      return `${name} cannot be listed at the moment.`;
    case "stale":
      return `${name} was not listed for a while.`;
    default:
      return offer.missed > 0 ? `The last list of ${name} did not show it.` : null;
  }
}
