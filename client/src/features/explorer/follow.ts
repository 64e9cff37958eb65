import type { FormattedExecutionResult, GraphQLFormattedError } from "graphql";
import type { Sink, SubscribePayload } from "graphql-ws";

// A subscription of the explorer lives until its reader stops it or the API says no. Whatever else cuts it, it goes on
// behind the last cursor that it was shown, as docs/api.md asks of every program.

export type Frame = FormattedExecutionResult<Record<string, unknown>>;

export interface Followed {
  query: string;
  operationName: string | null;
  variables: Record<string, unknown>;
  /** Whether it can be told where to go on, by a variable named `after`. */
  resumes: boolean;
}

export interface Reader {
  next(frame: Frame): void;
  complete(): void;
}

export interface Ways {
  subscribe(request: SubscribePayload, sink: Sink<Frame>): () => void;
  pause(attempt: number): Promise<void>;
  signal: AbortSignal;
}

export async function follow(
  { query, operationName, variables, resumes }: Followed,
  reader: Reader,
  { subscribe, pause, signal }: Ways,
): Promise<void> {
  let after: string | null = null;
  for (let attempt = 0; ; attempt++) {
    const from = resumes && after !== null ? { after } : {};
    const request = { query, operationName, variables: { ...variables, ...from } };
    const isOver = await new Promise<boolean>((resolve) => {
      const stop = subscribe(request, {
        next: (frame) => {
          if (signal.aborted) return;
          attempt = 0;
          after = cursorIn(frame) ?? after;
          reader.next(frame);
        },
        error: (fault) => {
          if (isRefusal(fault)) reader.next({ errors: fault });
          resolve(isRefusal(fault));
        },
        complete: () => resolve(true),
      });
      signal.addEventListener("abort", () => {
        stop();
        resolve(true);
      });
    });
    if (isOver || signal.aborted) break;
    await pause(attempt);
    if (signal.aborted) break;
  }
  if (!signal.aborted) reader.complete();
}

/** What the API answers; anything else is what becomes of sockets. */
function isRefusal(fault: unknown): fault is readonly GraphQLFormattedError[] {
  return Array.isArray(fault);
}

function cursorIn({ data }: Frame): string | null {
  const [frame] = Object.values(data ?? {});
  return typeof frame === "object" && frame !== null && "cursor" in frame && typeof frame.cursor === "string"
    ? frame.cursor
    : null;
}
