"use client";

import { Fragment } from "react";
import type { Cloud, SavingsPeriodQuery } from "#gql/graphql.ts";
import { decimal, formatUsd, micros } from "#lib/money.ts";
import { classNames } from "#ui/class-names.ts";
import { Panel } from "#ui/panel.tsx";
import { atCloud, cloudName } from "./clouds.ts";
import { Asked } from "./economy.tsx";
import { howSummed, type Made } from "./made.ts";
import { type Part, partNames, stepsOf, type Step } from "./waterfall.ts";

export interface WaterfallPanelProps {
  waterfalls: SavingsPeriodQuery["savings"]["waterfalls"];
  cloud: Cloud;
  onMade: (made: Made) => void;
}

/** By what less was spent, step by step. The first three are what the counter shows; the others come besides. */
export function WaterfallPanel({ waterfalls, cloud, onMade }: WaterfallPanelProps) {
  const parts = atCloud(waterfalls, cloud)?.parts ?? [];
  const { steps, total } = stepsOf(parts);
  const counted = parts.filter(({ isCounted }) => isCounted);
  const sums = [
    {
      title: `Saved against ${cloudName(cloud)}`,
      of: counted,
      amount: counted.reduce((sum, { amount }) => sum + micros(amount), 0n),
      className: "text-ink-soft",
    },
    { title: "With what was not spent besides", of: parts, amount: total, className: "font-medium" },
  ];
  return (
    <Panel
      title="Where it comes from"
      note={`Rate, timing and the discount of what was reserved are what is saved against ${cloudName(cloud)}. The rest was not spent at all, and no counter claims it.`}
    >
      <ol className="grid gap-2.5 px-4">
        {steps.map((step) => (
          <Row key={step.part.kind} step={step} onMade={onMade} />
        ))}
      </ol>
      <dl className="numerals mt-3 grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5 border-t px-4 pt-3 text-sm">
        {sums.map(({ title, of, amount, className }) => (
          <Fragment key={title}>
            <dt className={className}>{title}</dt>
            <dd className={classNames("justify-self-end font-mono", className)}>
              <Asked name={title} onMade={() => onMade(howSummed(title, of.map(named), decimal(amount)))}>
                {formatUsd(decimal(amount))}
              </Asked>
            </dd>
          </Fragment>
        ))}
      </dl>
    </Panel>
  );
}

const named = ({ kind, amount }: Part) => ({ name: partNames[kind], amount });

function Row({ step, onMade }: { step: Step; onMade: (made: Made) => void }) {
  const { part, from, size, isLoss } = step;
  const name = partNames[part.kind];
  return (
    <li className="grid grid-cols-[9.5rem_1fr_7rem] items-center gap-3 text-sm max-sm:grid-cols-[1fr_auto] max-sm:gap-y-1">
      <span>{name}</span>
      <span aria-hidden className="relative h-4 rounded-sm bg-well max-sm:order-last max-sm:col-span-2">
        <span
          className={classNames(
            "absolute inset-y-0 rounded-sm",
            isLoss ? "bg-rise" : part.isCounted ? "bg-accent" : "bg-accent/45",
          )}
          style={{ left: `${from}%`, width: `${size}%`, minWidth: size > 0 ? 2 : 0 }}
        />
      </span>
      <span className="numerals justify-self-end font-mono text-xs">
        <Asked
          name={name}
          onMade={() =>
            onMade({
              title: name,
              lines: [{ name, amount: part.amount, sign: "sum" }],
              words: [part.because],
            })
          }
        >
          {formatUsd(part.amount)}
        </Asked>
      </span>
    </li>
  );
}
