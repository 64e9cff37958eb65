import { type Log, makeLog } from "../platform/log.ts";

/** A log whose every line is kept, down to the least of them. */
export function keepLog(): { log: Log; lines: string[]; entries(): Record<string, unknown>[] } {
  const lines: string[] = [];
  return {
    log: makeLog("debug", { write: (line) => void lines.push(line) }),
    lines,
    entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
