import { type ChildProcess, fork } from "node:child_process";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { ask } from "./ask.ts";
import type { HttpLoad, HttpLoaded } from "./load/http.ts";
import type { Outcome } from "./load/serve.ts";
import type { SubscriberOrder, SubscriberTold } from "./load/subscribers.ts";

/** A process that makes load; it does one thing at a time and answers when it is done. */
export type Load<Asked, Answer> = {
  do: (asked: Asked) => Promise<Answer>;
  /** Lets other load go first. There is no way back. */
  yieldToOthers: () => void;
  stop: () => void;
};

export const startHttpLoad = () => start<HttpLoad, HttpLoaded>("load/http.ts");
export const startSubscribers = () => start<SubscriberOrder, SubscriberTold>("load/subscribers.ts");

const started = new Set<ChildProcess>();

function start<Asked extends object, Answer>(file: string): Load<Asked, Answer> {
  const child = fork(join(import.meta.dirname, file), { serialization: "advanced" });
  started.add(child);
  child.once("exit", () => started.delete(child));
  return {
    async do(asked) {
      const outcome = await ask<Outcome<Answer>>(child, file, asked);
      if ("failure" in outcome) throw new Error(outcome.failure);
      return outcome.answer;
    },
    yieldToOthers: () => setPriority(child.pid ?? 0, constants.priority.PRIORITY_LOW),
    stop: () => void child.kill("SIGKILL"),
  };
}

/** For when the bench ends before its time. */
export function stopAllLoads(): void {
  for (const child of started) child.kill("SIGKILL");
}
