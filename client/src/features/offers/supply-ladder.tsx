"use client";

import { ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { SupplyLadder_QueryFragmentDoc } from "#gql/offers.ts";
import { supplyCookie, writeCookie } from "#lib/cookies.ts";
import { counted } from "#lib/count.ts";
import { useMedia } from "#lib/media.ts";
import { formatUsd } from "#lib/money.ts";
import { classNames } from "#ui/class-names.ts";
import { priceFor, supplyLadder, type Rung } from "./supply.ts";

const height = 104;

// The chart library is half as large as the rest of the page, and read only by who opens a chart.
const StepChart = dynamic(() => import("#ui/chart/step-chart.tsx").then((chart) => chart.StepChart), {
  ssr: false,
  loading: () => <div style={{ height }} />,
});

export interface SupplyLadderProps {
  query: FragmentType<typeof SupplyLadder_QueryFragmentDoc>;
  /** The reader left it open last time. */
  firstOpen: boolean;
}

/** How many GPUs can be had at a price or below, under the filters. */
export function SupplyLadder({ query, firstOpen }: SupplyLadderProps) {
  const { supply } = readFragment(SupplyLadder_QueryFragmentDoc, query);
  const [isOpen, setOpen] = useState(firstOpen);
  const hasRoom = useMedia("(min-width: 48rem)");
  const ladder = supplyLadder(supply.nodes);
  const reach = supply.nodes.length < supply.totalCount ? `the cheapest ${supply.nodes.length}` : "all";
  const top = ladder.at(-1);
  if (!top) return null;

  return (
    <section aria-label="Supply by price" className="border-y bg-sheet max-md:hidden">
      <div className="flex items-center gap-5 px-4 py-1.5 text-xs text-ink-soft">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
            writeCookie(supplyCookie, isOpen ? null : "open");
          }}
          className="inline-flex items-center gap-1 rounded-sm font-medium text-ink"
        >
          <ChevronDown
            aria-hidden
            className={classNames("size-3.5 transition-transform", !isOpen && "-rotate-90")}
          />
          Supply by price
        </button>
        <dl className="numerals flex flex-wrap gap-x-5">
          {[1, 8, 64].map((gpus) => (
            <Quote key={gpus} gpus={gpus} ladder={ladder} />
          ))}
        </dl>
        <span className="ml-auto text-ink-faint">GPUs at a price or below, {reach} offers</span>
      </div>
      {isOpen && !hasRoom && <div style={{ height }} />}
      {isOpen && hasRoom && (
        <StepChart
          height={height}
          label={`Supply by price: ${counted(top.gpus, "GPU")} in ${counted(top.offers, "offer")} at ${formatUsd(top.price)} per GPU-hour or below.`}
          points={ladder.map(({ price, gpus, offers }) => ({
            x: Number(price),
            y: gpus,
            title: `${formatUsd(price)} or below`,
            detail: `${counted(gpus, "GPU")} in ${counted(offers, "offer")}`,
          }))}
          unit="$"
        />
      )}
    </section>
  );
}

function Quote({ gpus, ladder }: { gpus: number; ladder: readonly Rung[] }) {
  const price = priceFor(ladder, gpus);
  if (price === null) return null;
  return (
    <div className="flex gap-1.5">
      <dt>{gpus === 1 ? "one from" : `${gpus} from`}</dt>
      <dd className="font-mono text-ink">{formatUsd(price)}</dd>
    </div>
  );
}
