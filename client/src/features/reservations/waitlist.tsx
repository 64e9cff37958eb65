"use client";

import { useMutation } from "@apollo/client/react";
import { LeaveWaitlistDocument } from "#gql/reservations.ts";
import type { PoolChoice_PoolFragment } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Button } from "#ui/button.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayFailed, sayRefused } from "#ui/toast.tsx";
import { When } from "#ui/when.tsx";
import { useWaitlist } from "./use-waitlist.ts";
import { lasts } from "./wall-clock.ts";
import { gpusOf } from "./words.ts";

/** What is booked when it becomes free, and the way out of waiting. */
export function Waitlist(props: { pools: readonly PoolChoice_PoolFragment[]; mayLeave: boolean }) {
  const waits = useWaitlist();
  const [leave] = useMutation(LeaveWaitlistDocument);
  if (waits.length === 0) return null;
  const stop = async (waitId: string) => {
    try {
      const refused = refusalIn((await leave({ variables: { waitId } })).data?.leaveWaitlist);
      if (refused) sayRefused("Not left", refused.message);
    } catch (error) {
      sayFailed("Not left", error);
    }
  };
  return (
    <Panel title="Waiting for" note="Booked by itself when it becomes free, the longest waiting first.">
      <ul className="grid gap-3 px-4 text-sm">
        {waits.map(({ id, poolId, gpuModel, gpus, startsAt, endsAt, mostTotal }) => {
          const pool = props.pools.find((one) => one.id === poolId);
          const what = gpusOf(gpus, pool?.gpuModel ?? gpuModel ?? "GPU");
          return (
            <li key={id} className="flex items-start gap-3">
              <span className="min-w-0 grow">
                <span className="font-medium">{what}</span>
                <span className="block text-ink-soft">
                  <When at={startsAt} />, {lasts(startsAt, endsAt)}, for {formatUsd(mostTotal)} at most
                </span>
              </span>
              {props.mayLeave && (
                <Button size="sm" aria-label={`Wait no more for ${what}`} onClick={() => void stop(id)}>
                  Leave
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
