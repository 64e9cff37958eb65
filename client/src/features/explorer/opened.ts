import { hourNow } from "#lib/hour.ts";
import type { Example } from "./examples.ts";

/** An example as a tab holds it. */
export function opened({ document, variables }: Example): { query: string; variables: string } {
  const values = variables?.(new Date(hourNow()), crypto.randomUUID());
  return { query: document, variables: values ? JSON.stringify(values, null, 2) : "" };
}
