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
  /** Channels that are programs, which may ask for what they took once more. */
  programs: ReadonlySet<string>;
  onSendAgain: (alertId: string) => void;
  /** Everything that came after a delivery's event. */
  onReplay: (channelId: string, cursor: string) => void;
}

const states: Record<AlertState, { label: string; tone: "neutral" | "good" | "danger" }> = {
  WAITING: { label: "waiting", tone: "neutral" },
  DELIVERED: { label: "delivered", tone: "good" },
  GIVEN_UP: { label: "given up", tone: "danger" },
};

/** What was sent, how it went, and what can be sent again. */
export function DeliveryList(props: DeliveryListProps) {
  const { alerts, names, programs, mayChange, onSendAgain, onReplay } = props;
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
            {alert.selectionMissing && (
              <span className="block wrap-anywhere">Without its selection: {alert.selectionMissing}</span>
            )}
          </p>
          {mayChange && (alert.state === "GIVEN_UP" || isTaken(alert, programs)) && (
            <Button size="sm" onClick={() => onSendAgain(alert.id)}>
              Send again
            </Button>
          )}
          {mayChange && programs.has(alert.channelId) && alert.cursor && (
            <Replay alert={alert} cursor={alert.cursor} onReplay={onReplay} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Replay({
  alert: { channelId, title },
  cursor,
  onReplay,
}: Pick<DeliveryListProps, "onReplay"> & { alert: DeliveryRow_AlertFragment; cursor: string }) {
  return (
    <Button
      size="sm"
      tone="quiet"
      aria-label={`And all after “${title}” again`}
      onClick={() => onReplay(channelId, cursor)}
    >
      And all after
    </Button>
  );
}

function isTaken({ state, channelId }: DeliveryRow_AlertFragment, programs: ReadonlySet<string>): boolean {
  return state === "DELIVERED" && programs.has(channelId);
}

function howItWent({ tries, attempts }: DeliveryRow_AlertFragment): string {
  const last = tries.at(-1);
  if (!last) return "Not tried yet";
  const times = attempts === 1 ? "" : `after ${attempts} tries, `;
  return `${times}${last.said} in ${last.tookMs} ms`;
}
