export type ProviderState = "connected" | "stale" | "down" | "not_connected";

const STALE_AFTER_MS = 5 * 60_000;

/** How a provider is doing, from when it last answered well and when it last failed. */
export function providerState(
  provider: { connected: boolean; lastListedAt: Date | null; lastErrorAt: Date | null },
  now: Date,
): ProviderState {
  if (!provider.connected) return "not_connected";
  const { lastListedAt, lastErrorAt } = provider;
  if (lastErrorAt && (!lastListedAt || lastErrorAt >= lastListedAt)) return "down";
  if (!lastListedAt || now.getTime() - lastListedAt.getTime() > STALE_AFTER_MS) return "stale";
  return "connected";
}
