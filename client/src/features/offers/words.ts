import type { OfferKind } from "#gql/graphql.ts";

// How facts of an offer are said, wherever they are.

export const kindWords: Record<OfferKind, string> = {
  ON_DEMAND: "on-demand",
  INTERRUPTIBLE: "interruptible",
};

const countryNames = new Intl.DisplayNames("en", { type: "region" });

export function countryName(code: string): string {
  try {
    return countryNames.of(code) ?? code;
  } catch {
    return code;
  }
}

/** "99.5 %": a share of one, never rounded up to certainty. */
export function percent(share: number): string {
  const hundredths = Math.floor(share * 10_000 + 1e-6);
  return `${(hundredths / 100).toFixed(hundredths % 100 === 0 ? 0 : hundredths % 10 === 0 ? 1 : 2)} %`;
}

/** "99.5 %", "98.0 %": as it stands in a column, one place after the point, never rounded up. */
export function tenths(share: number): string {
  return `${(Math.floor(share * 1_000 + 1e-6) / 10).toFixed(1)} %`;
}

export function speed(mbps: number | null): string | null {
  if (mbps === null) return null;
  return mbps >= 1_000 ? `${(mbps / 1_000).toFixed(1)} Gbit/s` : `${Math.round(mbps)} Mbit/s`;
}
