import { BadgeCheck } from "lucide-react";
import type { OfferKind, OfferRow_OfferFragment } from "#gql/graphql.ts";
import { countryName, percent, tenths } from "./words.ts";

export interface GpuNameProps {
  offer: Pick<OfferRow_OfferFragment, "gpu" | "verified" | "kind">;
  /** Nothing beside it says whether the offer may be interrupted. */
  showsKind?: boolean;
}

export function GpuName({ offer, showsKind = false }: GpuNameProps) {
  return (
    <span
      className="inline-flex max-w-full items-center gap-1.5"
      title={`As the provider writes it: ${offer.gpu.rawName}`}
    >
      <span className="truncate font-medium">{offer.gpu.model}</span>
      {offer.verified && (
        <>
          <BadgeCheck aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
          <span className="sr-only">, verified host</span>
        </>
      )}
      {showsKind && offer.kind === "INTERRUPTIBLE" && (
        <span
          className="text-2xs text-ink-faint italic"
          title="Interruptible: may be taken back by a higher bid"
        >
          <span aria-hidden>int.</span>
          <span className="sr-only">, interruptible</span>
        </span>
      )}
    </span>
  );
}

/** What the provider does not say. */
export function Unknown() {
  return (
    <span className="text-ink-faint" title="The provider does not report it">
      –
    </span>
  );
}

export function Quantity({ amount, unit }: { amount: number; unit?: string }) {
  return (
    <span className="numerals font-mono text-xs">
      {Math.round(amount).toLocaleString("en")}
      {unit && <span className="text-ink-faint"> {unit}</span>}
    </span>
  );
}

/** The country's code first, so that a column of them can be read down. */
export function Place({ offer }: { offer: Pick<OfferRow_OfferFragment, "region" | "country"> }) {
  const { region, country } = offer;
  return (
    <span title={country === null ? region : `${region}, ${countryName(country)}`}>
      <span className="inline-block w-6 font-mono text-2xs text-ink-faint">{country ?? "–"}</span>
      {country === null && region === "unknown" ? <span className="text-ink-faint">not said</span> : region}
    </span>
  );
}

export function KindWord({ kind }: { kind: OfferKind }) {
  return kind === "ON_DEMAND" ? (
    <span className="text-ink-soft">on-demand</span>
  ) : (
    <span className="text-ink-faint italic" title="May be taken back by a higher bid">
      interruptible
    </span>
  );
}

export function Reliability({ share }: { share: number | null }) {
  if (share === null) return <Unknown />;
  return (
    <span className="numerals font-mono text-xs" title={percent(share)}>
      {tenths(share)}
    </span>
  );
}
