"use client";

import type { ProviderState } from "#gql/graphql.ts";
import { counted } from "#lib/count.ts";
import { useClock, useZone } from "#lib/reader.tsx";
import { age, dayAndTime } from "#lib/time.ts";
import { Dot } from "#ui/dot.tsx";
import { Tooltip } from "#ui/tooltip.tsx";
import type { Provider } from "./use-providers.ts";

/** Where the offers come from, and whether each source speaks. */
export function ProviderStrip({ providers }: { providers: readonly Provider[] }) {
  return (
    <ul aria-label="Providers" className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-soft">
      {providers.map((provider) => (
        <li key={provider.id}>
          <ProviderState provider={provider} />
        </li>
      ))}
    </ul>
  );
}

const tones = {
  CONNECTED: "good",
  STALE: "warn",
  DOWN: "danger",
  NOT_CONNECTED: "none",
} as const satisfies Record<ProviderState, string>;

function ProviderState({ provider }: { provider: Provider }) {
  const zone = useZone();
  const text = useClock((now) => stateText(provider, now));
  return (
    <Tooltip text={explanation(provider, zone)}>
      <button type="button" className="inline-flex items-center gap-1.5 rounded-sm py-1">
        <Dot tone={tones[provider.state]} />
        <span className="font-medium text-ink">{provider.name}</span>
        <span className="numerals">{text}</span>
      </button>
    </Tooltip>
  );
}

function stateText({ state, lastListedAt, lastErrorAt }: Provider, now: number): string {
  switch (state) {
    case "CONNECTED":
      return lastListedAt ? `listed ${age(lastListedAt, now)} ago` : "first list is on its way";
    case "STALE":
      return lastListedAt ? `last listed ${age(lastListedAt, now)} ago` : "not listed yet";
    case "DOWN":
      return lastListedAt
        ? `down, as of ${age(lastListedAt, now)} ago`
        : lastErrorAt
          ? `down for ${age(lastErrorAt, now)}`
          : "down";
    case "NOT_CONNECTED":
      return "not connected";
  }
}

function explanation({ name, state, offerCount, lastListedAt, lastError }: Provider, zone: string): string {
  const last = lastListedAt
    ? `Its last complete list came on ${dayAndTime(lastListedAt, zone)}.`
    : "It has sent no list yet.";
  switch (state) {
    case "CONNECTED":
      return `${counted(offerCount, "offer")}. ${last}`;
    case "STALE":
      return `The list is old, so its offers are shown faint. ${last}`;
    case "DOWN":
      return `${name} does not answer${lastError ? ` (${lastError})` : ""}, so its offers are shown faint, as last seen. ${last}`;
    case "NOT_CONNECTED":
      return `Berth has no key for ${name}. With one, its machines are listed here too.`;
  }
}
