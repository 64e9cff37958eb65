"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import type { BudgetCard_BudgetFragment } from "#gql/graphql.ts";
import { formatUsd, micros } from "#lib/money.ts";
import { hourNow } from "#lib/hour.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { When } from "#ui/when.tsx";
import { about } from "./about.ts";
import { BudgetQuiet } from "./budget-quiet.tsx";
import { measures } from "./ladder.ts";

export interface BudgetCardProps {
  budget: BudgetCard_BudgetFragment;
  mayChange: boolean;
  onChange: () => void;
  onRemove: () => void;
  onSimulate: () => void;
}

const inForce = {
  APPROVE: "what is new takes approval",
  BLOCK: "nothing new begins",
  DRAIN: "nothing new or longer",
  STOP: "ending what runs",
} as const;

/** How a budget stands: what is spent, on what, what comes next, and what it would do. */
export function BudgetCard({ budget, mayChange, onChange, onRemove, onSimulate }: BudgetCardProps) {
  const { name, limit, standing, thresholds, rungs, measure, snoozedUntil } = budget;
  const { spent, percent, next, running, top, forecast } = standing;
  const stopAt = rungs.find((rung) => rung.measure === "STOP")?.atPercent;
  return (
    <article aria-label={name} className="grid gap-3 border-b px-4 py-4">
      <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="grid min-w-0 grow gap-0.5">
          <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold tracking-tight">
            {name}
            {measure && <Badge tone={measure === "APPROVE" ? "warn" : "danger"}>{inForce[measure]}</Badge>}
            {isUnusual(budget) && <Badge tone="warn">unusual today</Badge>}
            {snoozedUntil && (
              <Badge>
                {/* In one element, because a badge lays its parts out without the space between them. */}
                <span>
                  snoozed until <When at={snoozedUntil} />
                </span>
              </Badge>
            )}
          </h2>
          <p className="text-sm text-ink-soft">
            {whose(budget)}, {formatUsd(limit)} a {budget.period.toLowerCase()}; this one ends{" "}
            <When at={standing.periodEndsAt} />
          </p>
        </div>
        {mayChange && (
          <span className="flex flex-wrap gap-2">
            <BudgetQuiet budget={budget} />
            <Button size="sm" tone="quiet" aria-label={`Remove ${name}`} onClick={onRemove}>
              Remove
            </Button>
            <Button size="sm" aria-label={`Change ${name}`} onClick={onChange}>
              Change
            </Button>
          </span>
        )}
      </header>
      <div className="grid gap-1">
        <p aria-live="polite" className="flex items-baseline gap-2">
          <span className="numerals font-mono text-xl">{formatUsd(spent)}</span>
          <span className="numerals text-sm text-ink-soft">{percent.toFixed(1)} % spent</span>
        </p>
        <Bar percent={percent} ahead={forecast.percent} thresholds={thresholds} />
        <p className="text-sm text-ink-soft">
          <span className="numerals">
            {about(forecast.amount)}, {forecast.percent.toFixed(0)} %
          </span>{" "}
          when it ends{madeOf(forecast)}
        </p>
      </div>
      <dl className="grid gap-x-8 gap-y-1 text-sm sm:grid-cols-2">
        <Fact name="Crossed">{crossedIn(budget)}</Fact>
        <Fact name="Next">
          {next === null ? (
            "every threshold is crossed"
          ) : next.at === null ? (
            forecast.percent >= next.threshold ? (
              `${String(next.threshold)} %, in this period if it goes on like this, and not by what runs now alone`
            ) : (
              `${String(next.threshold)} %, not in this period`
            )
          ) : (
            <>
              {next.threshold} %, at about <When at={next.at} /> by what runs now
            </>
          )}
        </Fact>
        <Fact name="Spent on">
          {top.length === 0
            ? "nothing yet"
            : top.map(({ id, what, consumer, spent }, at) => (
                <span key={id}>
                  {at > 0 && ", "}
                  <Link
                    className="underline decoration-line-strong underline-offset-2 hover:decoration-ink"
                    href={id.startsWith("res_") ? `/reservations/${id}` : `/sessions/${id}`}
                  >
                    {what}
                    {consumer && ` for ${consumer}`}
                  </Link>{" "}
                  {formatUsd(spent)}
                </span>
              ))}
        </Fact>
        <Fact name="Ladder">
          {rungs.length === 0
            ? "it only tells"
            : rungs
                .map(
                  (rung) =>
                    `at ${String(rung.atPercent)} % ${measures.find(({ measure }) => measure === rung.measure)?.said ?? ""}`,
                )
                .join(", ")}
          {stopAt !== undefined && `; now that would end ${ended(running)}`}
          {rungs.length > 0 && (
            <>
              {". "}
              <button
                type="button"
                className="underline decoration-line-strong underline-offset-2 hover:decoration-ink"
                onClick={onSimulate}
              >
                Try it on this {budget.period.toLowerCase()}
              </button>
            </>
          )}
        </Fact>
      </dl>
    </article>
  );
}

function whose({ scope, scopeValue }: BudgetCard_BudgetFragment): string {
  switch (scope) {
    case "ACCOUNT":
      return "The whole account";
    case "CONSUMER":
      return `Consumer ${scopeValue ?? ""}`;
    case "GPU":
      return `GPU ${scopeValue ?? ""}`;
    case "PROVIDER":
      return `Provider ${scopeValue ?? ""}`;
  }
}

/** It burned faster than usual within the last day. */
function isUnusual({ crossings }: BudgetCard_BudgetFragment): boolean {
  const dayAgo = hourNow() - 24 * 3_600_000;
  return crossings.some(({ basis, at }) => basis === "ANOMALY" && Date.parse(at) > dayAgo);
}

function crossedIn({ crossings, standing }: BudgetCard_BudgetFragment): string {
  const now = crossings
    .filter(({ periodStartsAt }) => periodStartsAt === standing.periodStartsAt)
    .toSorted((a, b) => a.threshold - b.threshold);
  const named = (basis: (typeof now)[number]["basis"]) =>
    now
      .filter((one) => one.basis === basis)
      .map(({ threshold }) => `${String(threshold)} %`)
      .join(", ");
  const [spent, foreseen] = [named("ACTUAL"), named("FORECAST")];
  const seenBy = now.find(({ acknowledgedBy }) => acknowledgedBy)?.acknowledgedBy;
  const isSeen = now.length > 0 && now.every(({ acknowledgedAt }) => acknowledgedAt);
  return [
    spent || "nothing in this period",
    foreseen && `foreseen ${foreseen}`,
    isSeen && seenBy && `seen by ${seenBy}`,
  ]
    .filter(Boolean)
    .join("; ");
}

/** Of what a forecast is made, beyond what is spent. */
function madeOf({ running, booked, asUsual }: BudgetCard_BudgetFragment["standing"]["forecast"]): string {
  const parts = [
    [running, "for what runs or waits to start"],
    [booked, "for what is booked"],
    [asUsual, "if it goes on as the last seven days did"],
  ] as const;
  const said = parts.flatMap(([amount, what]) => (micros(amount) > 0n ? [`${about(amount)} ${what}`] : []));
  return said.length === 0 ? ", as things are" : `: ${said.join(", ")}`;
}

function ended(running: BudgetCard_BudgetFragment["standing"]["running"]): string {
  if (running.length === 0) return "nothing: nothing runs";
  const named = running
    .slice(0, 3)
    .map(({ what, consumer }) => (consumer ? `${what} for ${consumer}` : what));
  const more = running.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${String(more)} more` : "");
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="w-16 shrink-0 text-ink-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** The length of the bar is 100 %, or the highest threshold where that is more. What is foreseen is drawn paler. */
function Bar({
  percent,
  ahead,
  thresholds,
}: {
  percent: number;
  ahead: number;
  thresholds: readonly number[];
}) {
  const full = Math.max(100, ...thresholds);
  const place = (at: number) => `${String(Math.min(100, (at / full) * 100))}%`;
  const tone = percent >= 100 ? "bg-danger" : percent >= 80 ? "bg-warn" : "bg-accent";
  return (
    <div aria-hidden className="relative h-2 rounded-full bg-well">
      {[ahead, percent].map((to, at) => (
        <span
          key={at}
          className={classNames("absolute inset-y-0 left-0 rounded-full", tone, at === 0 && "opacity-30")}
          style={{ width: place(to) }}
        />
      ))}
      {thresholds.map((at) => (
        <span
          key={at}
          className="absolute -inset-y-0.5 w-px bg-ink-faint"
          style={{ left: `calc(${place(at)} - 1px)` }}
        />
      ))}
    </div>
  );
}
