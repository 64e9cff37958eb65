"use client";

import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { SavingsMatches_MatchFragmentDoc } from "#gql/savings.ts";
import type { Cloud, SavingsMatches_MatchFragment } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { Badge } from "#ui/badge.tsx";
import { classNames } from "#ui/class-names.ts";
import { Dialog } from "#ui/dialog.tsx";
import { cloudName } from "./clouds.ts";
import type { Made } from "./made.ts";

export interface HowMadeProps {
  made: Made | null;
  cloud: Cloud;
  matches: readonly FragmentType<typeof SavingsMatches_MatchFragmentDoc>[];
  onClose: () => void;
}

/** A figure taken apart: what it is made of, and the prices it rests on, with where each can be read. */
export function HowMade({ made, cloud, matches: refs, onClose }: HowMadeProps) {
  const matches = refs
    .map((ref) => readFragment(SavingsMatches_MatchFragmentDoc, ref))
    .filter((match) => match.cloud === cloud)
    .toSorted((a, b) => Number(a.noMatch !== null) - Number(b.noMatch !== null));
  return (
    <Dialog
      open={made !== null}
      onOpenChange={(open) => !open && onClose()}
      title={made?.title ?? ""}
      description="How this figure was made"
      shape="sheet"
    >
      {made && made.lines.length > 0 && (
        <dl className="numerals grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
          {made.lines.map(({ name, amount, sign }) => (
            <div
              key={name}
              className={classNames(
                "col-span-2 grid grid-cols-subgrid",
                sign === "sum" && "border-t pt-1 font-medium",
              )}
            >
              <dt className={sign === "sum" ? "" : "text-ink-soft"}>{name}</dt>
              <dd className="text-right font-mono">
                {sign === "less" && "− "}
                {formatUsd(amount)}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {made?.words.map((words) => (
        <p key={words} className="mt-3 text-sm text-ink-soft">
          {words}
        </p>
      ))}
      <h3 className="mt-6 mb-2 text-sm font-semibold">Compared with, at {cloudName(cloud)}</h3>
      {matches.length === 0 ? (
        <p className="text-sm text-ink-soft">Nothing ran yet that could be compared.</p>
      ) : (
        <ul className="grid gap-4">
          {matches.map((match) => (
            <Match
              key={`${match.gpuModel} ${match.gpuSocket ?? ""} ${match.vramGb} ${match.isInterruptible}`}
              match={match}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Match({ match }: { match: SavingsMatches_MatchFragment }) {
  const { gpuModel, gpuSocket, vramGb, isInterruptible, noMatch, nearestBecause, prices } = match;
  return (
    <li className="grid gap-1.5 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium">
          {[gpuModel, gpuSocket].filter(Boolean).join(" ")}, {Math.round(vramGb)} GB
        </span>
        {isInterruptible && <Badge>interruptible</Badge>}
        {noMatch ? (
          <Badge tone="warn">no fair match</Badge>
        ) : nearestBecause ? (
          <Badge tone="accent">nearest</Badge>
        ) : (
          <Badge tone="good">the same</Badge>
        )}
      </p>
      {noMatch && <p className="text-ink-soft">{noMatch}</p>}
      {nearestBecause && <p className="text-ink-soft">{nearestBecause}</p>}
      {prices.map((price) => (
        <div key={`${price.sku} ${price.region} ${price.from}`} className="border-l-2 pl-3">
          <p className="numerals">
            <code className="font-mono text-xs">{price.sku}</code>, {price.region},{" "}
            {price.pricing.replaceAll("_", " ")}:{" "}
            <span className="font-mono text-xs">{formatUsd(price.pricePerGpuHour)}</span> a GPU and hour
          </p>
          <p className="numerals text-xs text-ink-soft">
            {price.gpusInNode > 1 &&
              `${formatUsd(price.pricePerNodeHour)} a machine of ${price.gpusInNode} GPUs; `}
            from {price.from.slice(0, 10)} {price.until ? `until ${price.until.slice(0, 10)}` : "on"}
          </p>
          <p className="text-xs text-ink-faint">
            {price.source}; read on {price.readOn}
          </p>
        </div>
      ))}
    </li>
  );
}
