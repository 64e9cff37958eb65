"use client";

import { useMutation, useSuspenseQuery } from "@apollo/client/react";
import { Plus } from "lucide-react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { ChangePoolDocument, PoolRow_PoolFragmentDoc, PoolsOfOperatorsDocument } from "#gql/reservations.ts";
import type { PoolRow_PoolFragment } from "#gql/graphql.ts";
import { counted } from "#lib/count.ts";
import { preloaded } from "#lib/graphql/links.ts";
import { formatUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Panel } from "#ui/panel.tsx";
import { Empty } from "#ui/states.tsx";
import { sayFailed, sayRefused } from "#ui/toast.tsx";
import { ClosuresDialog } from "./closures-dialog.tsx";
import { PoolDialog } from "./pool-dialog.tsx";

type Pool = PoolRow_PoolFragment;
type Asking = { what: "define" } | { what: "change" | "closures"; pool: Pool } | null;

/** For those who run Berth: what may be promised, at which price and terms, and when it is closed. */
export function PoolsView() {
  const { data } = useSuspenseQuery(preloaded(PoolsOfOperatorsDocument));
  const pools = data.pools.map((pool) => readFragment(PoolRow_PoolFragmentDoc, pool));
  const [asking, setAsking] = useState<Asking>(null);
  const [change] = useMutation(ChangePoolDocument, { refetchQueries: [PoolsOfOperatorsDocument] });
  const setOpen = async ({ id }: Pool, isOpen: boolean) => {
    try {
      const { data: answer } = await change({ variables: { poolId: id, input: { isOpen } } });
      const refused = refusalIn(answer?.changePool);
      if (refused) sayRefused("Not changed", refused.message);
    } catch (error) {
      sayFailed("Not changed", error);
    }
  };
  return (
    <Panel
      title="Pools"
      note="GPUs that may be booked ahead. The database keeps each from being promised twice, whatever is changed here."
      actions={
        <Button tone="primary" onClick={() => setAsking({ what: "define" })}>
          <Plus aria-hidden className="size-4" />
          Define a pool
        </Button>
      }
    >
      {pools.length === 0 && <Empty title="No pool yet">Nothing can be booked ahead without one.</Empty>}
      <ul className="grid max-w-4xl divide-y border-y">
        {pools.map((pool) => (
          <li key={pool.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
            <div className="grid min-w-0 grow gap-0.5">
              <span className="flex items-center gap-2">
                <span className="font-medium">{pool.name}</span>
                <Badge tone={pool.isOpen ? "good" : "neutral"}>
                  {pool.isOpen ? "open" : "takes no bookings"}
                </Badge>
              </span>
              <span className="text-xs text-ink-faint">
                {pool.gpus} × {pool.gpuModel}, {pool.region}; {formatUsd(pool.pricePerGpuHour)} an hour;{" "}
                {pool.backing === "COMMITTED" ? "committed machines" : "bought at the start"};{" "}
                {counted(pool.horizonDays, "day")} ahead
              </span>
            </div>
            <span className="flex gap-2">
              <Button
                size="sm"
                tone="quiet"
                aria-label={`${pool.isOpen ? "Take no bookings of" : "Open"} ${pool.name}`}
                onClick={() => void setOpen(pool, !pool.isOpen)}
              >
                {pool.isOpen ? "Take no bookings" : "Open"}
              </Button>
              <Button
                size="sm"
                aria-label={`Closures of ${pool.name}`}
                onClick={() => setAsking({ what: "closures", pool })}
              >
                Closures
              </Button>
              <Button
                size="sm"
                aria-label={`Change ${pool.name}`}
                onClick={() => setAsking({ what: "change", pool })}
              >
                Change
              </Button>
            </span>
          </li>
        ))}
      </ul>
      {(asking?.what === "define" || asking?.what === "change") && (
        <PoolDialog pool={asking.what === "change" ? asking.pool : null} onClose={() => setAsking(null)} />
      )}
      {asking?.what === "closures" && <ClosuresDialog pool={asking.pool} onClose={() => setAsking(null)} />}
    </Panel>
  );
}
