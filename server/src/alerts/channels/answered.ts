import { AddressRefused, type Answer } from "../../platform/outgoing.ts";
import { delivered, failed, type Outcome } from "./channel.ts";

const RETRY_AFTER_MOST_S = 3_600;

/** What an answer, or that there was none, means to whoever sent. What was said besides is not kept: it may be anybody's. */
export async function outcomeOf(asked: Promise<Answer>, finalStatuses: readonly number[]): Promise<Outcome> {
  try {
    const { status, retryAfterSeconds } = await asked;
    if (status >= 200 && status < 300) return delivered(`answered ${status}`);
    const retryAfterMs =
      retryAfterSeconds === null ? null : Math.min(retryAfterSeconds, RETRY_AFTER_MOST_S) * 1_000;
    if (status >= 300 && status < 400)
      return failed(`answered ${status}; nothing is followed`, { retryAfterMs });
    return failed(`answered ${status}`, { forGood: finalStatuses.includes(status), retryAfterMs });
  } catch (error) {
    if (causes(error).some((one) => one instanceof AddressRefused))
      return failed("the address leads to a private network", { forGood: true });
    return failed(wordsFor(error));
  }
}

function causes(error: unknown): unknown[] {
  return error instanceof Error && error.cause ? [error, ...causes(error.cause)] : [error];
}

function wordsFor(error: unknown): string {
  const { code, name } = error as { code?: string; name?: string };
  if (name === "TimeoutError" || code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_CONNECT_TIMEOUT")
    return "did not answer in time";
  return code ? `could not be reached: ${code}` : "could not be reached";
}
