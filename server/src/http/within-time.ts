import { GraphQLError } from "graphql";
import type { Clock, Timer } from "../platform/clock.ts";

const OPERATION_TIMEOUT_MS = 10_000;

/** An operation's answer, or TIMEOUT when it is not there in time, over HTTP and WebSocket alike. */
export async function withinTime<T>(clock: Clock, work: Promise<T>): Promise<T> {
  let timer: Timer | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = clock.after(OPERATION_TIMEOUT_MS, () =>
      reject(
        new GraphQLError("This took too long and was given up. Ask for less, or try again.", {
          extensions: { code: "TIMEOUT", retryAfter: 1 },
        }),
      ),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer?.cancel();
  }
}
