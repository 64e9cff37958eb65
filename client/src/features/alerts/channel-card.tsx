"use client";

import type { AlertKind, ChannelCard_ChannelFragment } from "#gql/graphql.ts";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Menu, MenuItem, MenuLine } from "#ui/menu.tsx";
import { Ago } from "#ui/when.tsx";
import { MoreHorizontal } from "lucide-react";
import { meansIcon, meansLabel } from "./means.tsx";
import { clockOf } from "./minutes.ts";

export interface ChannelCardProps {
  channel: ChannelCard_ChannelFragment;
  labels: ReadonlyMap<AlertKind, string>;
  mayChange: boolean;
  onTest: () => void;
  onChange: () => void;
  onPause: () => void;
  onRenew: () => void;
  onRemove: () => void;
}

export function ChannelCard(props: ChannelCardProps) {
  const { channel, labels, mayChange, onTest, onChange, onPause, onRenew, onRemove } = props;
  const { means, name, leadsTo, kinds, events, selection, pausedAt, standing } = channel;
  const Icon = meansIcon[means];
  return (
    <section
      aria-label={`Channel ${name}`}
      className="flex flex-wrap items-start gap-x-4 gap-y-3 border-b px-4 py-4"
    >
      <span className="grid size-9 shrink-0 place-items-center rounded-md bg-well text-ink-soft">
        <Icon aria-hidden className="size-4.5" strokeWidth={1.75} />
      </span>
      <div className="min-w-56 grow basis-64">
        <h3 className="flex flex-wrap items-center gap-2 text-base font-semibold tracking-tight">
          {name}
          {pausedAt && <Badge tone="warn">paused</Badge>}
          {standing.givenUp > 0 && <Badge tone="danger">{standing.givenUp} given up</Badge>}
          {standing.waiting > 0 && <Badge>{standing.waiting} waiting</Badge>}
        </h3>
        <p className="text-sm wrap-anywhere text-ink-soft">
          {means === "IN_APP" ? leadsTo : `${meansLabel[means]} · ${leadsTo}`}
        </p>
        <p className="text-xs text-ink-faint">{pacing(channel)}</p>
      </div>
      <div className="flex min-w-64 grow basis-80 flex-wrap gap-1.5">
        {kinds.length === 0 && events.length === 0 ? (
          <p className="text-sm text-ink-faint">Tells nothing: no events are chosen.</p>
        ) : (
          kinds.map((kind) => <Badge key={kind}>{labels.get(kind) ?? kind}</Badge>)
        )}
        {events.length > 0 && (
          <Badge>{events.length === 1 ? "1 event as it is" : `${events.length} events as they are`}</Badge>
        )}
        {selection !== null && <Badge>its own selection</Badge>}
      </div>
      <div className="ml-auto flex items-center gap-2">
        {standing.lastDeliveredAt && (
          <p className="text-xs text-ink-faint">
            last told <Ago at={standing.lastDeliveredAt} /> ago
          </p>
        )}
        {mayChange && (
          <>
            <Button size="sm" onClick={onTest} disabled={pausedAt !== null}>
              Send a test
            </Button>
            <Menu
              align="end"
              trigger={
                <Button tone="quiet" size="icon" aria-label={`More of ${name}`}>
                  <MoreHorizontal aria-hidden className="size-4" />
                </Button>
              }
            >
              <MenuItem onSelect={onChange}>Choose events…</MenuItem>
              <MenuItem onSelect={onPause}>{pausedAt ? "Let it tell again" : "Pause"}</MenuItem>
              {means === "WEBHOOK" && <MenuItem onSelect={onRenew}>New secret…</MenuItem>}
              {means !== "IN_APP" && (
                <>
                  <MenuLine />
                  <MenuItem tone="danger" onSelect={onRemove}>
                    Remove…
                  </MenuItem>
                </>
              )}
            </Menu>
          </>
        )}
      </div>
    </section>
  );
}

function pacing({ quiet, digest, timeZone }: ChannelCard_ChannelFragment): string {
  const parts = [
    digest === "HOUR"
      ? "Gathered to the full hour"
      : digest === "DAY"
        ? "Gathered to 8 in the morning"
        : "At once",
    ...(quiet ? [`quiet from ${clockOf(quiet.fromMinute)} to ${clockOf(quiet.untilMinute)}`] : []),
  ];
  return `${parts.join(", ")}${quiet || digest ? ` (${timeZone}); what is urgent at once` : ""}.`;
}
