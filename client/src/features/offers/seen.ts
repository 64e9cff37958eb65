export interface Sight {
  observedAt: string;
  provider: { id: string; lastListedAt: string | null };
}

/**
 * When an offer was last seen. A provider's list that changes nothing about an offer is not told row by
 * row, so an offer that was in the last list when it was read has been in every one since, until it is
 * said to be gone.
 */
export function seenAt({ observedAt, provider }: Sight, lastListedAt: string | null): string {
  const wasInLastList = provider.lastListedAt === null || observedAt >= provider.lastListedAt;
  return wasInLastList && lastListedAt !== null && lastListedAt > observedAt ? lastListedAt : observedAt;
}
