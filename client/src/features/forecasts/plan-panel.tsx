"use client";

import { skipToken, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { BestWindowFragmentDoc, BestWindowsDocument } from "#gql/forecasts.ts";
import type { BestWindowFragment } from "#gql/graphql.ts";
import { problemOf } from "#lib/problem.ts";
import { useClock } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { Panel } from "#ui/panel.tsx";
import { Segments } from "#ui/segments.tsx";
import { gpuOf, type Market } from "./markets.ts";
import { OrderDialog } from "./order-dialog.tsx";
import { deadlineOf, readHours, type Plan } from "./plan.ts";
import { WindowBars } from "./window-bars.tsx";

const counts = ["1", "2", "4", "8"] as const;
const reaches = [
  { value: "1", label: "A day" },
  { value: "3", label: "3 days" },
  { value: "7", label: "A week" },
] as const;

/** When a job on this GPU is cheapest to start; a bar opens the form that has it started then. */
export function PlanPanel({
  market,
  zone,
  onOrdered,
}: {
  market: Market;
  zone: string;
  onOrdered: () => void;
}) {
  const [count, setCount] = useState<(typeof counts)[number]>("1");
  const [typedHours, setTypedHours] = useState("6");
  const [reach, setReach] = useState<(typeof reaches)[number]["value"]>("3");
  const [chosen, setChosen] = useState<BestWindowFragment | null>(null);
  const hour = useClock((now) => Math.floor(now / 3_600_000));
  const hours = readHours(typedHours);
  const plan: Plan = { gpuCount: Number(count), hours: hours ?? 0, daysAhead: Number(reach) };
  const deadlineAt = deadlineOf(plan, hour * 3_600_000);
  const { data, previousData, error } = useQuery(
    BestWindowsDocument,
    hours === null || hour === 0
      ? skipToken
      : {
          variables: {
            input: {
              gpu: gpuOf(market),
              gpuCount: plan.gpuCount,
              durationHours: hours,
              deadlineAt,
              providers: [market.providerId],
            },
          },
          ssr: false,
          fetchPolicy: "no-cache",
        },
  );
  const answer = (data ?? previousData)?.bestWindows;
  const refused = refusalIn(answer);
  const found = answer?.__typename === "BestWindows" ? answer : null;
  const windows = found?.windows.map((window) => readFragment(BestWindowFragmentDoc, window)) ?? [];
  const startNow = found?.startNow ? readFragment(BestWindowFragmentDoc, found.startNow) : null;
  return (
    <Panel
      title="When to start"
      note="The cheapest hours for a job, against starting now. A bar opens the form that has it started."
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <div className="w-40">
            <Segments
              label="GPUs"
              value={count}
              options={counts.map((value) => ({ value, label: `${value} ×` }))}
              onChange={setCount}
            />
          </div>
          <label className="flex items-center gap-1.5 text-xs text-ink-soft">
            <input
              aria-label="Hours of the job"
              inputMode="decimal"
              value={typedHours}
              onChange={(event) => setTypedHours(event.target.value)}
              aria-invalid={hours === null}
              className="numerals h-7 w-14 rounded-md border border-line-strong bg-sheet px-2 text-right text-sm text-ink aria-invalid:border-danger"
            />
            hours, within
          </label>
          <div className="w-44">
            <Segments label="Within" value={reach} options={reaches} onChange={setReach} />
          </div>
        </div>
      }
    >
      {hours === null ? (
        <p className="px-4 text-sm text-ink-faint">Say for how many hours, such as 6 or 2.5.</p>
      ) : refused || error ? (
        <p className="px-4 text-sm text-ink-soft">{refused ? refused.message : problemOf(error).title}</p>
      ) : found ? (
        <WindowBars
          windows={windows}
          startNow={startNow}
          until={deadlineAt}
          zone={zone}
          onChoose={setChosen}
        />
      ) : (
        <p className="px-4 text-sm text-ink-faint">Reading the windows</p>
      )}
      {chosen && hours !== null && (
        <OrderDialog
          window={chosen}
          gpu={gpuOf(market)}
          gpuModel={market.gpuModel}
          plan={{ ...plan, hours }}
          zone={zone}
          onClose={() => setChosen(null)}
          onOrdered={onOrdered}
        />
      )}
    </Panel>
  );
}
