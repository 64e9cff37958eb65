import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** Sends a message to a process and waits for its answer, or for its end, which is a failure. */
export async function ask<Answer>(child: ChildProcess, name: string, message: object): Promise<Answer> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    child.send(message);
    const answered = once(child, "message", { signal });
    const ended = once(child, "exit", { signal }).then(() => {
      throw new Error(`${name} ended`);
    });
    const [answer] = (await Promise.race([answered, ended])) as [Answer];
    return answer;
  } finally {
    settled.abort();
  }
}
