"use client";

import { TriangleAlert } from "lucide-react";
import { useClock } from "#lib/reader.tsx";
import { age } from "#lib/time.ts";
import type { Provider } from "./use-providers.ts";

/** Says which providers are silent, since when, and what that means for what is shown. */
export function ProviderNotice({ providers }: { providers: readonly Provider[] }) {
  const silent = providers.filter(({ state }) => state === "DOWN" || state === "STALE");
  if (silent.length === 0) return null;
  return (
    <div role="status" className="border-b bg-warn-wash text-sm">
      {silent.map((provider) => (
        <div key={provider.id} className="flex items-baseline gap-2 px-4 py-1.5">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-warn" />
          <SilentProvider provider={provider} />
        </div>
      ))}
    </div>
  );
}

function SilentProvider({ provider }: { provider: Provider }) {
  const { name, state, offerCount, lastListedAt, lastError } = provider;
  const since = useClock((now) => (lastListedAt ? age(lastListedAt, now) : ""));
  const offers = `${offerCount.toLocaleString("en")} ${offerCount === 1 ? "offer" : "offers"}`;
  return (
    <p>
      <span className="font-medium">{name}</span>{" "}
      {state === "DOWN" ? "does not answer" : "has not been asked"}
      {state === "DOWN" && lastError && <span className="text-ink-soft"> ({lastError})</span>}
      {lastListedAt
        ? `. Its ${offers} are shown faint, as they were ${since} ago; what is listed may be gone.`
        : ". It has sent no list yet."}
    </p>
  );
}
