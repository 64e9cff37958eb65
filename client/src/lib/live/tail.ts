"use client";

import { print } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import type { Client } from "graphql-ws";
import { socket, timeToRetry } from "./socket.ts";

// A tail is a subscription that does not end: whatever cuts it, it goes on from the last cursor it
// handed out, so its reader sees no gap. A frame may come twice, never not at all.

/** What a reader answers a frame with that was the last it wants. */
export const tailEnds = Symbol("tail ends");

/**
 * What a reader answers a frame with after which it needs the whole again. The subscription goes on with what is still to
 * come, so it ends here, and another begins without a cursor.
 */
export const tailAnew = Symbol("tail anew");

export interface TailOptions<Frame, Variables extends { after?: string | null | undefined }> {
  document: TypedDocumentNode<Frame, Variables>;
  variables: Omit<Variables, "after">;
  /** Where to begin: the cursor the first page came with. Null begins now. */
  after: string | null;
  /** Reads a frame and returns the cursor to go on from, or null where nothing can be gone on from. */
  onFrame: (frame: Frame) => string | null | typeof tailEnds | typeof tailAnew;
}

/** What a tail is told over, and what it waits for once it was cut. */
export interface Line {
  subscribe: Client["subscribe"];
  timeToRetry: typeof timeToRetry;
}

const overSocket: Line = {
  subscribe: (request, sink) => socket().subscribe(request, sink),
  timeToRetry,
};

export function followTail<Frame, Variables extends { after?: string | null | undefined }>(
  options: TailOptions<Frame, Variables>,
  line = overSocket,
): () => void {
  const stopped = new AbortController();
  void follow(options, stopped, line);
  return () => stopped.abort();
}

async function follow<Frame, Variables extends { after?: string | null | undefined }>(
  { document, variables, after, onFrame }: TailOptions<Frame, Variables>,
  stopped: AbortController,
  line: Line,
): Promise<void> {
  const query = print(document);
  let cursor = after;
  let attempt = 0;

  while (!stopped.signal.aborted) {
    let isAnew = false;
    await untilItEnds<Frame>(
      line,
      { query, variables: { ...variables, after: cursor } },
      stopped.signal,
      (frame) => {
        attempt = 0;
        const next = onFrame(frame);
        isAnew = next === tailAnew;
        if (next === tailEnds) stopped.abort();
        else cursor = next === tailAnew ? null : next;
        return !isAnew;
      },
    );
    if (stopped.signal.aborted) return;
    if (!isAnew) await line.timeToRetry(attempt++, stopped.signal);
  }
}

/** Runs one subscription to its end, however it ends; its reader says of each frame whether it wants another. */
function untilItEnds<Frame>(
  line: Line,
  request: { query: string; variables: Record<string, unknown> },
  stopped: AbortSignal,
  onFrame: (frame: Frame) => boolean,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isOver = false;
  const ended = (): void => {
    isOver = true;
    resolve();
  };
  const stop = line.subscribe<Frame>(request, {
    next: ({ data, errors }) => {
      if (isOver) return;
      const goesOn = !data || onFrame(data);
      if (errors || !goesOn) ended();
    },
    error: ended,
    complete: ended,
  });
  stopped.addEventListener("abort", ended);
  return promise.finally(() => {
    stopped.removeEventListener("abort", ended);
    stop();
  });
}
