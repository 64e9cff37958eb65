import { createHash } from "node:crypto";
import type { Random } from "../platform/random.ts";

// What an agent proves with that it speaks for its machine: 256 bits of chance that die with the
// session, of which only the SHA-256 is kept.

const SHAPE = /^berth_agent_[A-Za-z0-9_-]{43}$/;

export function makeAgentToken(random: Random): { secret: string; hash: string } {
  const secret = `berth_agent_${Buffer.from(random.bytes(32)).toString("base64url")}`;
  return { secret, hash: hashAgentToken(secret) };
}

export function isAgentToken(text: string): boolean {
  return SHAPE.test(text);
}

export function hashAgentToken(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
