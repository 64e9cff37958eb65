import { GraphQLError } from "graphql";
import type { Clock } from "../platform/clock.ts";

const OPERATION_TIMEOUT_MS = 10_000;

/** An operation's answer, or TIMEOUT when it is not there in time, over HTTP and WebSocket alike. */
export function withinTime<T>(clock: Clock, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(OPERATION_TIMEOUT_MS, () => reject(tookTooLong()));
    const isThere = () => timer.cancel();
    work.then(isThere, isThere);
    work.then(resolve, reject);
  });
}

function tookTooLong(): GraphQLError {
  return new GraphQLError("This took too long and was given up. Ask for less, or try again.", {
    extensions: { code: "TIMEOUT", retryAfter: 1 },
  });
}
