import { expect, test } from "vitest";
import { together } from "./together.ts";

const never = new AbortController().signal;
const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener("abort", () => reject(new Error("told to end"))));

test("the first failure is the outcome, after the others were told and have ended", async () => {
  const ended: string[] = [];
  const outcome = together(never, [
    async () => {
      throw new Error("does not build");
    },
    async (signal) => untilAborted(signal).finally(() => ended.push("other")),
  ]);
  await expect(outcome).rejects.toThrow("does not build");
  expect(ended).toEqual(["other"]);
});

test("an interruption from outside reaches every task", async () => {
  const interrupted = new AbortController();
  const outcome = together(interrupted.signal, [untilAborted, untilAborted]);
  interrupted.abort();
  await expect(outcome).rejects.toThrow("told to end");
});

test("all succeed, and so does the whole", async () => {
  await expect(together(never, [async () => 1, async () => 2])).resolves.toBeUndefined();
});
