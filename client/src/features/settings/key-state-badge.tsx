"use client";

import type { ApiKeys_ApiKeyFragment } from "#gql/graphql.ts";
import { useClock } from "#lib/reader.tsx";
import { timeLeft } from "#lib/time.ts";
import { Badge } from "#ui/badge.tsx";
import { keyState } from "./key-state.ts";

export function KeyStateBadge({
  apiKey,
}: {
  apiKey: Pick<ApiKeys_ApiKeyFragment, "expiresAt" | "revokedAt">;
}) {
  const state = useClock((now) => keyState(apiKey, now));
  const left = useClock((now) => (apiKey.expiresAt === null ? "" : timeLeft(apiKey.expiresAt, now)));
  switch (state) {
    case "live":
      return null;
    case "expiring":
      return <Badge tone="warn">runs out {left}</Badge>;
    case "expired":
      return <Badge tone="danger">run out</Badge>;
    case "revoked":
      return <Badge>revoked</Badge>;
  }
}
