import { createHash } from "node:crypto";
import type { Random } from "../platform/random.ts";

// A feed's address is its only proof, because calendar programs send nothing else: 256 bits of chance, and six
// characters that check them, so that a guess of a robot is told apart without asking the database. Only its SHA-256
// is kept. One that was taken back leaves nothing: it cannot be told from one that never was.

const SHAPE = /^([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/;

export function makeFeedToken(random: Random): { token: string; hash: string } {
  const body = Buffer.from(random.bytes(32)).toString("base64url");
  const token = `${body}${checkOf(body)}`;
  return { token, hash: hashOf(token) };
}

/** Null for what was never given out. */
export function hashOfToken(token: string): string | null {
  const [, body = "", check] = SHAPE.exec(token) ?? [];
  return check !== undefined && check === checkOf(body) ? hashOf(token) : null;
}

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");
const checkOf = (body: string) =>
  createHash("sha256").update(`berth feed ${body}`).digest("base64url").slice(0, 6);
