"use client";

import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { EconomyWidget_MonthFragmentDoc, SavingsFigures_FiguresFragmentDoc } from "#gql/savings.ts";
import type { Cloud, EconomyWidgetQuery } from "#gql/graphql.ts";
import { useConnection } from "#lib/live/socket.ts";
import { Economy } from "./economy.tsx";
import { HowMade } from "./how-made.tsx";
import { howRunning, type Made } from "./made.ts";
import { useCloud } from "./use-cloud.ts";
import { useCounting } from "./use-counting.ts";

/** The counter by itself, for any page. */
export function EconomyWidget({ first, cloud: chosen }: { first: EconomyWidgetQuery; cloud: Cloud }) {
  const counting = useCounting();
  const connection = useConnection();
  const [cloud, setCloud] = useCloud(chosen);
  const [made, setMade] = useState<Made | null>(null);
  const { soFar } = readFragment(EconomyWidget_MonthFragmentDoc, first.savingsProjection);
  return (
    <>
      <Economy
        shape="strip"
        counting={counting}
        connection={connection}
        month={readFragment(SavingsFigures_FiguresFragmentDoc, soFar)}
        running={first.activeSessionMetrics}
        cloud={cloud}
        onCloud={setCloud}
        onMade={setMade}
        {...(counting.tick && { onRunning: () => counting.tick && setMade(howRunning(counting.tick)) })}
      />
      <HowMade made={made} cloud={cloud} matches={first.savings.matches} onClose={() => setMade(null)} />
    </>
  );
}
