"use client";

import type { AvailabilityBasis, OfferRow_OfferFragment } from "#gql/graphql.ts";
import { counted } from "#lib/count.ts";
import { useZone } from "#lib/reader.tsx";
import { clockTime } from "#lib/time.ts";
import { percent } from "./words.ts";

const bases: Record<AvailabilityBasis, string> = {
  MACHINE: "at this machine",
  GPU: "of this GPU at the provider",
  PROVIDER: "at the provider",
};

/** What came of earlier launches, and of how many; of none, that nothing is known. */
export function AvailabilityCell({
  offer: { availability, suppressedUntil },
}: {
  offer: Pick<OfferRow_OfferFragment, "availability" | "suppressedUntil">;
}) {
  const zone = useZone();
  const { score, sampleCount, basis, unknownBecause } = availability;
  if (suppressedUntil !== null) {
    return (
      <span
        className="text-xs"
        title={`Three launches failed within half an hour: left out until ${clockTime(suppressedUntil, zone)}`}
      >
        failing
      </span>
    );
  }
  if (score === null) {
    return (
      <span className="text-xs text-ink-faint" title={unknownBecause ?? undefined}>
        none yet
      </span>
    );
  }
  return (
    <span
      className="numerals font-mono text-xs"
      title={`${percent(score)} of ${counted(sampleCount, "launch", "launches")} ${basis ? bases[basis] : ""} worked`}
    >
      {Math.floor(score * 100 + 1e-6)} % <span className="text-ink-faint">of {sampleCount}</span>
    </span>
  );
}
