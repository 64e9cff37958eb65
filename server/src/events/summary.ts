import { catalog } from "./catalog.ts";
import type { Happened } from "./replay.ts";

/** What happened, in a sentence without the actor. */
export function summaryOf({ topic, payload }: Pick<Happened, "topic" | "payload">): string {
  const entry = catalog[topic];
  const says = entry.says as (payload: unknown) => string;
  const read = entry.payload.safeParse(payload);
  // What was written by an older Berth may lack what the sentence needs.
  return read.success ? says(read.data) : topic;
}
