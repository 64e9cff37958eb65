"use client";

import { useMutation } from "@apollo/client/react";
import { orderWords } from "@berth/client-sdk/words";
import Link from "next/link";
import { CancelFlexibleJobDocument } from "#gql/forecasts.ts";
import type { StandingOrder_JobFragment } from "#gql/graphql.ts";
import { formatUsd } from "#lib/money.ts";
import { refusalIn } from "#lib/refusal.ts";
import { nothingMore, saySetUp } from "#lib/set-up-words.ts";
import { dayAndTime } from "#lib/time.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Panel } from "#ui/panel.tsx";
import { sayDone, sayFailed, sayRefused } from "#ui/toast.tsx";

type Job = StandingOrder_JobFragment;

const tones = {
  WAITING: "accent",
  STARTED: "good",
  GIVEN_UP: "warn",
  CANCELLED: "neutral",
} as const satisfies Record<Job["state"], string>;

/** What waits for its price, and what became of what did. */
export function StandingOrders({
  jobs,
  zone,
  onChanged,
}: {
  jobs: readonly Job[];
  zone: string;
  onChanged: () => void;
}) {
  if (jobs.length === 0) return null;
  return (
    <Panel
      title="Standing orders"
      note="Each is looked at every hour: it starts when waiting is worth no more."
    >
      <ul className="grid gap-px px-4">
        {jobs.map((job) => (
          <li key={job.id} className="grid gap-1 border-b py-3 last:border-b-0">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium">
                {job.hours} h of {job.gpuCount} × {job.gpuModel} {job.gpuSocket}
              </span>
              <Badge tone={tones[job.state]}>{orderWords[job.state]}</Badge>
              <span className="numerals text-sm text-ink-soft">
                at most {formatUsd(job.budget)}, over by {dayAndTime(job.deadlineAt, zone)}
              </span>
              <span className="ml-auto">
                {job.state === "WAITING" ? (
                  <CancelButton job={job} onChanged={onChanged} />
                ) : (
                  <BegunLink {...job} />
                )}
              </span>
            </p>
            <p className="numerals text-sm text-ink-soft">
              {job.because}
              {job.startedPricePerHour && ` Started for ${formatUsd(job.startedPricePerHour)} an hour.`}
              {job.looks.length > 0 &&
                ` ${job.looks.length} ${job.looks.length === 1 ? "look" : "looks"} until now.`}
            </p>
            {(job.setUp || job.saveMinutes !== null) && (
              <p className="text-sm text-ink-soft">
                Set up with {saySetUp({ ...(job.setUp ?? nothingMore), saves: job.saveMinutes !== null })}.
              </p>
            )}
            {job.regret && (
              <p className="numerals text-sm text-ink-soft">
                The best possible would have cost {formatUsd(job.regret.best)} (at{" "}
                {dayAndTime(job.regret.bestAt, zone)}): {formatUsd(job.regret.regret)} less than it did. At
                once it would have been {formatUsd(job.regret.atOnce)}.
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function BegunLink({ sessionId, reservationId }: Pick<Job, "sessionId" | "reservationId">) {
  const style = "text-sm text-accent hover:underline";
  if (sessionId)
    return (
      <Link className={style} href={`/sessions/${sessionId}`}>
        Its session
      </Link>
    );
  if (reservationId)
    return (
      <Link className={style} href={`/reservations/${reservationId}`}>
        Its reservation
      </Link>
    );
  return null;
}

function CancelButton({ job, onChanged }: { job: Job; onChanged: () => void }) {
  const [cancel, { loading }] = useMutation(CancelFlexibleJobDocument);
  return (
    <Button
      size="sm"
      busy={loading}
      onClick={() => {
        cancel({ variables: { flexibleJobId: job.id } })
          .then(({ data }) => {
            const refused = refusalIn(data?.cancelFlexibleJob);
            if (refused) sayRefused("Not cancelled", refused.message);
            else sayDone("Cancelled, and its budget is back");
            onChanged();
          })
          .catch((error: unknown) => sayFailed("Not cancelled", error));
      }}
    >
      Cancel
    </Button>
  );
}
