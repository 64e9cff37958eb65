import type { Log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import { ProviderFailure } from "./provider.ts";

/**
 * Reads each row of a list. Rows of no known shape, for which `read` gives null, are left out, counted and
 * told in one line of the log; a list of nothing else is no list.
 */
export function readRows<Row, T>(
  { provider, log }: { provider: string; log: Log },
  what: string,
  rows: readonly Row[],
  read: (row: Row) => T | null,
): { rows: T[]; odd: number } {
  const known = rows.map(read).filter((row) => row !== null);
  const odd = rows.length - known.length;
  if (odd > 0) {
    metrics.oddRows.inc({ provider, what }, odd);
    log.warn({ provider, what, odd, of: rows.length }, "left out rows of no known shape");
  }
  if (rows.length > 0 && known.length === 0) {
    const message = `answered ${rows.length} ${what}, none of a known shape`;
    throw new ProviderFailure(provider, "nonsense", message);
  }
  return { rows: known, odd };
}
