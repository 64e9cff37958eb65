export type KeyState = "live" | "expiring" | "expired" | "revoked";

const soonMs = 7 * 24 * 3_600_000;

/** Whether a key still opens anything, and for how long it is safe to think so. */
export function keyState(key: { expiresAt: string | null; revokedAt: string | null }, now: number): KeyState {
  if (key.revokedAt !== null) return "revoked";
  if (key.expiresAt === null) return "live";
  const left = Date.parse(key.expiresAt) - now;
  return left <= 0 ? "expired" : left <= soonMs ? "expiring" : "live";
}
