"use client";

import type { Fetcher, FetcherParams } from "@graphiql/toolkit";
import { getOperationAST, parse, type ExecutionResult, type OperationDefinitionNode } from "graphql";
import { Observable } from "rxjs";
import { socket, timeToRetry } from "#lib/live/socket.ts";
import { viewerHeaders } from "#lib/viewer.ts";
import { follow } from "./follow.ts";

/** Asks as the console itself does: at its own address, as who is signed in, and live over its one socket. */
export const ask: Fetcher = (params) => {
  const operation = operationIn(params);
  const named = { ...params, operationName: operation?.name?.value ?? null };
  return operation?.operation === "subscription" ? watch(named, operation) : post(named);
};

/** The editor says a moment late which operation is meant, so what is sent is read here. */
function operationIn({ query, operationName }: FetcherParams): OperationDefinitionNode | null {
  try {
    const document = parse(query);
    return getOperationAST(document, operationName) ?? getOperationAST(document) ?? null;
  } catch {
    // The API says what is wrong with it.
    return null;
  }
}

async function post({ query, operationName, variables }: FetcherParams): Promise<ExecutionResult> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", ...viewerHeaders() },
    body: JSON.stringify({ query, operationName, variables: variables as unknown }),
    cache: "no-store",
  });
  return (await response.json()) as ExecutionResult;
}

function watch(
  { query, operationName, variables }: FetcherParams,
  { variableDefinitions: declared }: OperationDefinitionNode,
): Observable<ExecutionResult> {
  return new Observable((reader) => {
    const stopped = new AbortController();
    void follow(
      {
        query,
        operationName: operationName ?? null,
        variables: (variables ?? {}) as Record<string, unknown>,
        resumes: declared?.some(({ variable }) => variable.name.value === "after") === true,
      },
      {
        // What came over the wire is written out as it came.
        next: (frame) => reader.next(frame as ExecutionResult),
        complete: () => reader.complete(),
      },
      {
        subscribe: (request, sink) => socket().subscribe(request, sink),
        pause: (attempt) => timeToRetry(attempt, stopped.signal),
        signal: stopped.signal,
      },
    );
    return () => stopped.abort();
  });
}
