"use client";

import { X } from "lucide-react";
import { formatUsd } from "#lib/money.ts";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { comparedMost, type Compared } from "./comparison.ts";

export interface CompareTrayProps {
  ids: readonly string[];
  offers: readonly Compared[];
  /** Another was chosen, and there is no room for it. */
  isOverfull: boolean;
  onRemove: (id: string) => void;
  onClear: () => void;
  onCompare: () => void;
}

/** The offers chosen for comparison, wherever the reader has gone on to look meanwhile. */
export function CompareTray(props: CompareTrayProps) {
  const { ids, offers, isOverfull, onRemove, onClear, onCompare } = props;
  return (
    <section
      aria-label="Chosen for comparison"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line-strong bg-sheet px-4 py-2"
    >
      <ul className="flex min-w-0 grow flex-wrap gap-1.5 max-sm:sr-only">
        {ids.map((id) => (
          <li
            key={id}
            className="numerals inline-flex h-7 items-center gap-1.5 rounded-md border bg-paper pl-2.5 text-xs"
          >
            <Name offer={offers.find((offer) => offer.id === id)} />
            <button
              type="button"
              aria-label={`Take ${nameOf(offers.find((offer) => offer.id === id))} out of the comparison`}
              onClick={() => onRemove(id)}
              className="grid size-7 place-items-center rounded-md text-ink-faint hover:text-ink"
            >
              <X aria-hidden className="size-3" />
            </button>
          </li>
        ))}
      </ul>
      <span
        role="status"
        className={classNames("text-xs max-sm:grow", isOverfull ? "text-warn" : "text-ink-faint")}
      >
        {isOverfull
          ? "Four at most: take one out for another"
          : ids.length === 1
            ? "Choose another to compare"
            : `${ids.length} of ${comparedMost}`}
      </span>
      <Button size="sm" tone="quiet" onClick={onClear}>
        Clear
      </Button>
      <Button size="sm" tone="primary" disabled={ids.length < 2} onClick={onCompare}>
        Compare
      </Button>
    </section>
  );
}

function nameOf(offer: Compared | undefined): string {
  return offer ? `${offer.gpuCount} × ${offer.gpu.model}` : "the offer";
}

function Name({ offer }: { offer: Compared | undefined }) {
  if (!offer) return <span className="h-2.5 w-28 animate-pulse-quiet rounded-full bg-well" />;
  return (
    <>
      <span className="font-medium">{nameOf(offer)}</span>
      <span className="font-mono text-ink-soft">{formatUsd(offer.pricePerGpuHour)}</span>
      <span className="text-ink-faint">{offer.region}</span>
    </>
  );
}
