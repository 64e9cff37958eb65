import { hash, timingSafeEqual } from "node:crypto";
import type { Random } from "../platform/random.ts";

// An API key is `berth_`, 256 bits of chance, and six characters that check the rest, so that a
// mistyped key or a random guess is told apart without asking the database, and a scanner of
// repositories can be sure of what it found. Only its SHA-256 is kept: of 256 random bits nobody
// finds the original, so no slow hash is needed.

const SHAPE = /^berth_([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/;
const HINT_LENGTH = 12;

export function makeKeySecret(random: Random): { secret: string; hash: string; hint: string } {
  const body = Buffer.from(random.bytes(32)).toString("base64url");
  const secret = `berth_${body}${checkOf(body)}`;
  return { secret, hash: hashOf(secret), hint: secret.slice(0, HINT_LENGTH) };
}

export function isKeySecret(text: string): boolean {
  const [, body = "", check] = SHAPE.exec(text) ?? [];
  return check !== undefined && check === checkOf(body);
}

export function hashOf(secret: string): string {
  return hash("sha256", secret, "hex");
}

export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function checkOf(body: string): string {
  return hash("sha256", `berth key ${body}`, "base64url").slice(0, 6);
}
