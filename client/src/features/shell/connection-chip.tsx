"use client";

import type { Connection } from "#lib/live/connection.ts";
import { useConnection } from "#lib/live/socket.ts";
import { useZone } from "#lib/reader.tsx";
import { clockTime, zoneName } from "#lib/time.ts";
import { Dot } from "#ui/dot.tsx";
import { Tooltip } from "#ui/tooltip.tsx";

export function ConnectionChip() {
  const connection = useConnection();
  const zone = useZone();
  const { tone, text, explain } = describe(connection, zone);
  return (
    <Tooltip text={explain}>
      <button
        type="button"
        className="inline-flex h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs whitespace-nowrap text-ink-soft"
      >
        <Dot tone={tone} />
        <span role="status">{text}</span>
      </button>
    </Tooltip>
  );
}

function describe(connection: Connection, zone: string) {
  switch (connection.state) {
    case "connecting":
      return { tone: "waiting", text: "connecting", explain: "Opening the live stream." } as const;
    case "catchingUp":
      return {
        tone: "waiting",
        text: "catching up",
        explain: "Receiving what changed since the page was read.",
      } as const;
    case "live":
      return { tone: "good", text: "live", explain: "Changes appear as they happen." } as const;
    case "offline":
      return {
        tone: "warn",
        text: `offline since ${clockTime(connection.since, zone)}`,
        explain: `No connection since ${clockTime(connection.since, zone)} ${zoneName(connection.since, zone)}. What you see is from then; it will catch up by itself.`,
      } as const;
  }
}
