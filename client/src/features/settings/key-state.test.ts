import { expect, test } from "vitest";
import { keyState } from "./key-state.ts";

const now = Date.parse("2026-11-03T12:00:00Z");
const key = (expiresAt: string | null, revokedAt: string | null = null) => ({ expiresAt, revokedAt });

test("a key lives until its hour, and says so a week ahead", () => {
  expect(keyState(key(null), now)).toBe("live");
  expect(keyState(key("2026-11-10T12:00:01Z"), now)).toBe("live");
  expect(keyState(key("2026-11-10T12:00:00Z"), now)).toBe("expiring");
  expect(keyState(key("2026-11-03T12:00:00Z"), now)).toBe("expired");
});

test("a revoked key is revoked, whatever its hour", () => {
  expect(keyState(key("2027-01-01T00:00:00Z", "2026-11-01T00:00:00Z"), now)).toBe("revoked");
});
