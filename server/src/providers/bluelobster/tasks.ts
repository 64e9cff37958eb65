import { z } from "zod";
import { understand } from "../judge.ts";

/** How far the task is that launches a machine. "over" is all that is known of one that the provider has forgotten. */
export type Progress =
  | { step: "queued" | "working" | "over"; message: string | null }
  | { step: "failed"; message: string };

const task = z.looseObject({
  status: z.string(),
  message: z.string().max(10_000).nullish().catch(null),
});

const steps: Readonly<Record<string, "queued" | "working" | "over" | "failed">> = {
  PENDING: "queued",
  PROCESSING: "working",
  COMPLETED: "over",
  FAILED: "failed",
};

/** `odd` is given a status that nobody has seen yet; work that goes on in some way or other is still work. */
export function readTask(body: unknown, odd: (status: string) => void): Progress {
  const { status, message } = understand("bluelobster", task, body, "a task");
  const step = steps[status.toUpperCase()];
  if (!step) odd(status);
  if (step === "failed") return { step, message: message || "its launch failed" };
  return { step: step ?? "working", message: message ?? null };
}
