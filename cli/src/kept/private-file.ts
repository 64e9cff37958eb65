import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Ended } from "../ended.ts";

/** Written whole or not at all, also where the power fails, for nobody else to read. */
export function writePrivately(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  renameSync(draft, path);
}

export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** A secret that others may read is no longer one. */
export function readSecret(path: string): string | null {
  const text = readIfThere(path);
  if (text === null) return null;
  if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
    throw new Ended("usage", `${path} can be read by others. Run: chmod 600 ${path}`, {
      code: "KEY_FILE_IS_OPEN",
    });
  return text.trim();
}
