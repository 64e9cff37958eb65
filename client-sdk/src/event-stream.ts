import { createClient } from "graphql-sse";
import type { Asking } from "./asking.ts";
import { BerthFault, faultOf, type SaidError } from "./fault.ts";
import type { Listen } from "./stream.ts";

// Where WebSockets are blocked, a subscription is a request whose answer does not end. What the API says when it
// will not begin is in the body of that answer, which the package does not read; and a connection whose other end is
// gone says nothing at all, so it is taken for lost after it was silent for longer than the API ever is.

const SILENT_MS = 30_000;

export function listenToEvents({ url, token, headers, fetch }: Asking): Listen {
  return (request, sink) => {
    let fault: BerthFault | undefined;
    const client = createClient({
      url: `${url}/graphql`,
      headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
      retryAttempts: 0,
      async fetchFn(...asked: Parameters<typeof fetch>) {
        const response = await fetch(...asked);
        if (response.headers.get("content-type")?.startsWith("text/event-stream")) return watched(response);
        fault = await faultIn(response);
        throw fault;
      },
    });
    const stop = client.subscribe(request, {
      next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
      error: (error) => sink.error(fault ?? error),
      complete: () => sink.complete(),
    });
    return () => {
      stop();
      client.dispose();
    };
  };
}

async function faultIn(response: Response): Promise<BerthFault> {
  const body: unknown = await response.json().catch(() => null);
  const errors = (body as { errors?: unknown } | null)?.errors;
  if (Array.isArray(errors) && errors.length > 0)
    return faultOf(errors as SaidError[], response.headers.get("retry-after"));
  const code = response.status >= 500 ? "UNREACHABLE" : "NOT_BERTH";
  return new BerthFault(code, `It answered ${response.status}, and not with a stream.`);
}

function watched(response: Response): Response {
  if (!response.body) return response;
  let overdue: ReturnType<typeof setTimeout> | undefined;
  const watch = (controller: TransformStreamDefaultController): void => {
    clearTimeout(overdue);
    overdue = setTimeout(() => controller.error(new Error("The connection fell silent.")), SILENT_MS);
  };
  const body = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      start: watch,
      transform(chunk, controller) {
        watch(controller);
        controller.enqueue(chunk);
      },
      flush: () => clearTimeout(overdue),
      cancel: () => clearTimeout(overdue),
    }),
  );
  return new Response(body, { status: response.status, headers: response.headers });
}
