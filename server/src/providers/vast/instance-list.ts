import { z } from "zod";
import type { Log } from "../../platform/log.ts";
import { metrics } from "../../platform/metrics.ts";
import { understand } from "../judge.ts";
import { type Instance, ProviderFailure } from "../provider.ts";
import { readInstanceRow } from "./instance-row.ts";
import { looseNumber } from "./loose.ts";

// Lists of instances, and the answer to a read of one, which is called a list as well.

// A list of one is at times the one itself.
const list = z.union([z.array(z.unknown()), z.looseObject({}).transform((one): unknown[] => [one])]);

const whole = z.looseObject({ instances: list });
const page = z.looseObject({
  instances: list,
  total_instances: looseNumber,
  next_token: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .transform((token) => token || null),
});

/** Null is how a read says that there is no such instance. A list never says so. */
const shown = z.looseObject({ instances: list.nullable() });

export interface Page {
  instances: Instance[];
  /** How many there were on all pages when this one was made, where it says so. */
  total: number | null;
  nextToken: string | null;
}

/** `tokens` are those that were followed before. */
export function readPage(body: unknown, tokens: ReadonlySet<string>, log: Log): Page {
  const read = understand("vast", page, body, "a list of instances");
  const { instances, total_instances: total, next_token: nextToken } = read;
  if (nextToken !== null && tokens.has(nextToken))
    throw new ProviderFailure("vast", "nonsense", "answered a list whose pages go round in a circle");
  return { instances: readInstances(instances, log), total: total ?? null, nextToken };
}

/**
 * Instances that came or went from one page to the next, so that the last page's own count is held against what all
 * of them showed: one that has ended since is among these and not in the count, and does no harm. One that was made
 * and has its place on a page that had been read already fails this list, and is on the next.
 */
export function checkComplete(found: number, { total }: Page): void {
  if (total !== null && found < total) throw odd(`a list of ${found} instances that counts ${total}`);
}

export function readWhole(body: unknown): unknown[] {
  return understand("vast", whole, body, "a list of instances").instances;
}

/** A list in which one row cannot be told from others is not complete. */
export function readInstances(rows: readonly unknown[], log: Log): Instance[] {
  return rows.map((row) => {
    const instance = readRow(row, log);
    if (!instance) throw odd("a list of instances with a row that has no id");
    return instance;
  });
}

export function readShown(body: unknown, externalId: string, log: Log): Instance | null {
  const { instances } = understand("vast", shown, body, "an instance");
  if (instances === null) return null;
  const found = instances.map((row) => readRow(row, log)).find((one) => one?.externalId === externalId);
  if (!found) throw odd("with another instance than was asked for");
  return found;
}

function readRow(row: unknown, log: Log): Instance | null {
  return readInstanceRow(row, (status) => {
    metrics.oddRows.inc({ provider: "vast", what: "states" });
    log.warn({ provider: "vast", status: status.slice(0, 60) }, "an instance is in a state of no known name");
  });
}

function odd(what: string): ProviderFailure {
  metrics.oddRows.inc({ provider: "vast", what: "instances" });
  return new ProviderFailure("vast", "nonsense", `answered ${what}`);
}
