"use client";

import { createClient, type Client } from "graphql-ws";
import { useSyncExternalStore } from "react";
import { isAnothers } from "../viewer.ts";
import { nextConnection, retryDelayMs, type Connection, type ConnectionEvent } from "./connection.ts";

// One socket carries every tail of the page. The library's own retries are off: it would ask again
// with the cursor a tail began at, and a tail must go on from the last one it saw.

/** The server may answer a resumed tail with silence when nothing was missed, so quiet counts as caught up. */
const quietMs = 1_200;

/** Closed because of who asks, not because of the network: signed out, or allowed other things than before. */
const accessCodes = new Set([4401, 4403]);

let connection: Connection = { state: "connecting" };
const watchers = new Set<() => void>();
const wakers = new Set<() => void>();
const accessListeners = new Set<() => void>();
let quiet: ReturnType<typeof setTimeout> | undefined;
let client: Client | undefined;

function happened(event: ConnectionEvent): void {
  connection = nextConnection(connection, event);
  for (const watcher of watchers) watcher();
}

function wake(): void {
  for (const waker of wakers) waker();
}

export function socket(): Client {
  client ??= open();
  return client;
}

function open(): Client {
  const address = new URL("/graphql", window.location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });
  return createClient({
    url: address.href,
    retryAttempts: 0,
    // Moving from page to page ends one tail and begins another; the socket outlives the gap.
    lazyCloseTimeout: 5_000,
    keepAlive: 12_000,
    connectionAckWaitTimeout: 8_000,
    on: {
      connected: (_socket, acknowledged) => {
        if (isAnothers(acknowledged)) {
          // Before any tail is asked for: what it was told would be put into this page.
          client?.terminate();
          sayAccessChanged();
          return;
        }
        happened({ type: "acknowledged" });
        wake();
        clearTimeout(quiet);
        quiet = setTimeout(() => happened({ type: "settled" }), quietMs);
      },
      closed: (event) => {
        clearTimeout(quiet);
        clearTimeout(pongOverdue);
        const code = closeCode(event);
        // The library closes a socket that nobody uses any more; that is no outage.
        if (code !== 1_000) happened({ type: "dropped", at: Date.now() });
        if (accessCodes.has(code)) sayAccessChanged();
      },
      ping: (received) => {
        if (!received) expectPong();
      },
      pong: (received) => {
        if (received) clearTimeout(pongOverdue);
      },
    },
  });
}

// A laptop that wakes up holds a socket whose other end is long gone, and only silence tells.
let pongOverdue: ReturnType<typeof setTimeout> | undefined;

function expectPong(): void {
  clearTimeout(pongOverdue);
  pongOverdue = setTimeout(() => client?.terminate(), 5_000);
}

function closeCode(event: unknown): number {
  return typeof event === "object" && event !== null && "code" in event && typeof event.code === "number"
    ? event.code
    : 0;
}

function sayAccessChanged(): void {
  for (const listener of accessListeners) listener();
}

/** Tells when what the viewer may see has changed, by the server's word, or when a socket is not this page's viewer's. */
export function onAccessChanged(listener: () => void): () => void {
  accessListeners.add(listener);
  return () => accessListeners.delete(listener);
}

/** Resolves when it is time to dial again: after a while, or as soon as there is reason to hope. */
export function timeToRetry(attempt: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      wakers.delete(done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, retryDelayMs(attempt, Math.random()));
    wakers.add(done);
    signal.addEventListener("abort", done);
  });
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const connecting: Connection = { state: "connecting" };

export function useConnection(): Connection {
  return useSyncExternalStore(
    watch,
    () => connection,
    () => connecting,
  );
}
