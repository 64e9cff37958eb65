"use client";

import { print } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { socket, timeToRetry } from "./socket.ts";

// A tail is a subscription that does not end: whatever cuts it, it goes on from the last cursor it
// handed out, so its reader sees no gap. A frame may come twice, never not at all.

/** What a reader answers a frame with that was the last it wants. */
export const tailEnds = Symbol("tail ends");

export interface TailOptions<Frame, Variables extends { after?: string | null | undefined }> {
  document: TypedDocumentNode<Frame, Variables>;
  variables: Omit<Variables, "after">;
  /** Where to begin: the cursor the first page came with. Null begins now. */
  after: string | null;
  /** Reads a frame and returns the cursor to go on from, or null where nothing can be gone on from. */
  onFrame: (frame: Frame) => string | null | typeof tailEnds;
}

export function followTail<Frame, Variables extends { after?: string | null | undefined }>(
  options: TailOptions<Frame, Variables>,
): () => void {
  const stopped = new AbortController();
  void follow(options, stopped);
  return () => stopped.abort();
}

async function follow<Frame, Variables extends { after?: string | null | undefined }>(
  { document, variables, after, onFrame }: TailOptions<Frame, Variables>,
  stopped: AbortController,
): Promise<void> {
  const query = print(document);
  let cursor = after;
  let attempt = 0;

  while (!stopped.signal.aborted) {
    await untilItEnds<Frame>(
      { query, variables: { ...variables, after: cursor } },
      stopped.signal,
      (frame) => {
        attempt = 0;
        const next = onFrame(frame);
        if (next === tailEnds) stopped.abort();
        else cursor = next;
      },
    );
    if (stopped.signal.aborted) return;
    await timeToRetry(attempt++, stopped.signal);
  }
}

/** Runs one subscription to its end, however it ends. */
function untilItEnds<Frame>(
  request: { query: string; variables: Record<string, unknown> },
  stopped: AbortSignal,
  onFrame: (frame: Frame) => void,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = socket().subscribe<Frame>(request, {
    next: ({ data, errors }) => {
      if (stopped.aborted) return;
      if (data) onFrame(data);
      if (errors) resolve();
    },
    error: () => resolve(),
    complete: () => resolve(),
  });
  const ended = (): void => resolve();
  stopped.addEventListener("abort", ended);
  return promise.finally(() => {
    stopped.removeEventListener("abort", ended);
    stop();
  });
}
