import { randomBytes, randomInt } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { explainUnwritable } from "../plain-failure.ts";

export const root = join(import.meta.dirname, "../..");

/** Where Berth keeps what it makes on this machine: data, secrets, logs, stamps. Deleting it begins anew. */
const berth = join(root, ".berth");

export function berthPath(...names: string[]): string {
  return join(berth, ...names);
}

export function openBerthFolder(): void {
  try {
    // Others may pass through (PostgreSQL may have to run as somebody else) but not look around.
    mkdirSync(berth, { recursive: true, mode: 0o711 });
    for (const name of ["logs", "mail", "slack", "stamps"])
      mkdirSync(berthPath(name), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explainUnwritable(error, berth);
  }
}

/** The key that signs sessions. It stays the same over restarts, or everyone would be signed out. */
export function keepSecret(): string {
  return keep("secret", () => randomBytes(32).toString("base64url"));
}

/** What the Slack bot seals people's keys with. */
export function keepSlackSecret(): string {
  return keep("slack-secret", () => randomBytes(32).toString("base64url"));
}

/** The demo account's password: made once, easy to read and to type, with about 80 bits of chance. */
export function keepDemoPassword(): string {
  return keep("demo-password", () =>
    Array.from({ length: 4 }, () =>
      Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join(""),
    ).join("-"),
  );
}

// Without those that look alike.
const letters = "abcdefghijkmnpqrstuvwxyz23456789";

function keep(name: string, make: () => string): string {
  const path = berthPath(name);
  try {
    return readFileSync(path, "utf8");
  } catch {
    const made = make();
    try {
      writeFileSync(path, made, { mode: 0o600 });
    } catch (error) {
      throw explainUnwritable(error, path);
    }
    return made;
  }
}
