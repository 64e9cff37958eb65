"use client";

import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { SavingsFigures_FiguresFragmentDoc } from "#gql/savings.ts";
import type { Cloud, SavingsPeriodQuery } from "#gql/graphql.ts";
import { formatUsd, micros } from "#lib/money.ts";
import { classNames } from "#ui/class-names.ts";
import { Panel } from "#ui/panel.tsx";
import { Segments } from "#ui/segments.tsx";
import { atCloud, cloudName } from "./clouds.ts";
import { Asked } from "./economy.tsx";
import { howLong, howPaid, howSaved, type Made } from "./made.ts";

type By = "byGpu" | "byConsumer" | "byProvider";

export interface GroupsPanelProps {
  savings: SavingsPeriodQuery["savings"];
  cloud: Cloud;
  onMade: (made: Made) => void;
}

/** Whose savings they are: by GPU, by what it was put down to, by who rented it out. */
export function GroupsPanel({ savings, cloud, onMade }: GroupsPanelProps) {
  const [by, setBy] = useState<By>("byGpu");
  const groups = savings[by].map(({ name, figures }) => ({
    name: name || "put down to nobody",
    figures: readFragment(SavingsFigures_FiguresFragmentDoc, figures),
  }));
  return (
    <Panel
      title="Of what"
      actions={
        <div className="w-64">
          <Segments
            label="By"
            value={by}
            options={[
              { value: "byGpu", label: "GPU" },
              { value: "byConsumer", label: "Consumer" },
              { value: "byProvider", label: "Provider" },
            ]}
            onChange={setBy}
          />
        </div>
      }
    >
      <table className="numerals w-full text-sm">
        <thead>
          <tr className="text-2xs text-ink-faint [&>th]:border-b [&>th]:px-4 [&>th]:py-1.5 [&>th]:font-normal">
            <th className="text-left">Name</th>
            <th className="text-right max-sm:hidden">GPU hours</th>
            <th className="text-right">Paid</th>
            <th className="text-right">Saved</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ name, figures }) => {
            const at = atCloud(figures.clouds, cloud);
            const isCompared = at !== null && micros(at.reference) > 0n;
            return (
              <tr key={name} className="[&>td]:border-b [&>td]:px-4 [&>td]:py-2">
                <td>{name}</td>
                <td className="text-right font-mono text-xs max-sm:hidden">
                  <Asked
                    name={`GPU hours of ${name}`}
                    onMade={() => onMade(howLong(`GPU hours of ${name}`, figures))}
                  >
                    {figures.gpuHours.toFixed(2)}
                  </Asked>
                </td>
                <td className="text-right font-mono text-xs">
                  <Asked
                    name={`paid for ${name}`}
                    onMade={() => onMade(howPaid(`Paid for ${name}`, figures, cloud))}
                  >
                    {formatUsd(figures.paid)}
                  </Asked>
                </td>
                <td
                  className={classNames(
                    "text-right text-xs",
                    isCompared ? "font-mono" : "text-ink-faint",
                    at && micros(at.saved) < 0n && "text-rise",
                  )}
                >
                  <Asked
                    name={`saved by ${name}`}
                    onMade={() =>
                      onMade(howSaved(`Saved by ${name}, against ${cloudName(cloud)}`, figures, cloud))
                    }
                  >
                    {isCompared ? formatUsd(at.saved) : "no fair match"}
                  </Asked>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
