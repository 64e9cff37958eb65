"use client";

import Link from "next/link";
import type { AlertState, DeliveryRow_AlertFragment } from "#gql/graphql.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Ago, Until } from "#ui/when.tsx";

export interface DeliveryListProps {
  alerts: readonly DeliveryRow_AlertFragment[];
  names: ReadonlyMap<string, string>;
  mayChange: boolean;
  onSendAgain: (alertId: string) => void;
}

const states: Record<AlertState, { label: string; tone: "neutral" | "good" | "danger" }> = {
  WAITING: { label: "waiting", tone: "neutral" },
  DELIVERED: { label: "delivered", tone: "good" },
  GIVEN_UP: { label: "given up", tone: "danger" },
};

/** What was sent, how it went, and what can be sent again. */
export function DeliveryList({ alerts, names, mayChange, onSendAgain }: DeliveryListProps) {
  return (
    <ul>
      {alerts.map((alert) => (
        <li key={alert.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2.5">
          <Badge tone={states[alert.state].tone} className="w-18 justify-center">
            {states[alert.state].label}
          </Badge>
          <div className="min-w-56 grow basis-72">
            <Link href={alert.path} className="text-sm wrap-anywhere hover:underline">
              {alert.title}
            </Link>
            <p className="text-xs text-ink-faint">
              {names.get(alert.channelId) ?? "A channel that is gone"} · <Ago at={alert.happenedAt} /> ago
            </p>
          </div>
          <p className="min-w-40 text-xs text-ink-soft">
            {howItWent(alert)}
            {alert.nextTryAt && alert.attempts > 0 && (
              <>
                {"; tried again "}
                <Until at={alert.nextTryAt} />
              </>
            )}
          </p>
          {mayChange && alert.state === "GIVEN_UP" && (
            <Button size="sm" onClick={() => onSendAgain(alert.id)}>
              Send again
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function howItWent({ tries, attempts }: DeliveryRow_AlertFragment): string {
  const last = tries.at(-1);
  if (!last) return "Not tried yet";
  const times = attempts === 1 ? "" : `after ${attempts} tries, `;
  return `${times}${last.said} in ${last.tookMs} ms`;
}
