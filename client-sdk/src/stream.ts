import { BerthFault, faultOf, type SaidError } from "./fault.ts";

// One subscription, from when it is asked for until whatever ends it. Its frames wait here for their
// reader; a reader that leaves too many waiting has the stream ended, and resumes it when it is ready.

const MOST_WAITING = 1_000;

/** Listens to one subscription until it is told to stop. */
export type Listen = (request: Request, sink: Sink) => () => void;

export interface Request {
  query: string;
  variables: Record<string, unknown>;
}

export interface Sink {
  next(result: { data?: unknown; errors?: readonly SaidError[] }): void;
  error(error: unknown): void;
  complete(): void;
}

/** Null ends it well: it was completed, or is to be resumed. */
type End = BerthFault | null;

export async function* framesOf<Data>(
  listen: Listen,
  request: Request,
  signal: AbortSignal,
): AsyncGenerator<Data, void, undefined> {
  const waiting: Data[] = [];
  let end: { fault: End } | undefined;
  let wake = (): void => {};
  const finish = (fault: End): void => {
    end ??= { fault };
    wake();
  };
  const stop = listen(request, {
    next: ({ data, errors }) => {
      if (end) return;
      if (errors) return finish(faultOf(errors));
      if (data) waiting.push(data as Data);
      if (waiting.length > MOST_WAITING) {
        finish(null);
        stop();
      }
      wake();
    },
    error: (error) => finish(endedBy(error)),
    complete: () => finish(null),
  });
  const aborted = (): void => finish(null);
  signal.addEventListener("abort", aborted, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const frame = waiting.shift();
      if (frame !== undefined) yield frame;
      else if (end) {
        if (end.fault) throw end.fault;
        return;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal.removeEventListener("abort", aborted);
    stop();
  }
}

/** What the package hands over: the errors of an answer, or how the socket was closed. */
function endedBy(error: unknown): BerthFault {
  if (error instanceof BerthFault) return error;
  if (Array.isArray(error)) return faultOf(error as SaidError[]);
  const { code, reason } = (error ?? {}) as { code?: unknown; reason?: unknown };
  const told = typeof reason === "string" && reason ? reason : "The connection was lost.";
  if (code === 4401) return new BerthFault("UNAUTHENTICATED", told);
  if (code === 4400 || code === 4406) return new BerthFault("BAD_REQUEST", told);
  return new BerthFault("UNREACHABLE", told, { cause: error });
}
