import { ApolloLink, HttpLink } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { getOperationAST, type DocumentNode } from "graphql";
import { hearHour } from "#lib/hour.ts";
import { viewerHeaders } from "#lib/viewer.ts";

/**
 * Asks by hash. The server holds the text of every operation this console was built with; one that
 * does not (another version, half-way through a deployment) is asked in full from then on.
 */
export function byHash(): ApolloLink {
  const persisted = new PersistedQueryLink({
    generateHash: (document) => hashOf(document) ?? "",
    disable: ({ meta }) => meta.persistedQueryNotFound || meta.persistedQueryNotSupported,
  });
  return ApolloLink.split(({ query }) => hashOf(query) !== null, persisted);
}

const remembered = new Map<string, string>();

/**
 * An operation that the page preloads. What the server hands over is read again from text, without
 * the hash, and that is what a later reading would send: so the hash is kept here, by the name.
 */
export function preloaded<Document extends DocumentNode>(document: Document): Document {
  const name = nameOf(document);
  const hash = generatedHash(document);
  if (name && hash) remembered.set(name, hash);
  return document;
}

function hashOf(document: DocumentNode): string | null {
  return generatedHash(document) ?? remembered.get(nameOf(document) ?? "") ?? null;
}

/** The hash that the code generator put into the document. */
function generatedHash(document: DocumentNode): string | undefined {
  const { __meta__: meta } = document as DocumentNode & { __meta__?: { hash?: string } };
  return meta?.hash;
}

function nameOf(document: DocumentNode): string | undefined {
  return getOperationAST(document)?.name?.value;
}

export function overHttp(options: { address: string; headers?: Record<string, string> }): ApolloLink {
  return new HttpLink({
    uri: options.address,
    headers: options.headers ?? {},
    credentials: "same-origin",
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(viewerHeaders())) headers.set(name, value);
      const signal = withDeadline(init?.signal);
      const answer = await fetch(input, { ...init, headers, cache: "no-store", signal });
      hearHour(answer.headers.get("date"));
      return answer;
    },
  });
}

const deadlineMs = 10_000;

function withDeadline(signal: AbortSignal | null | undefined): AbortSignal {
  const deadline = AbortSignal.timeout(deadlineMs);
  return signal ? AbortSignal.any([signal, deadline]) : deadline;
}

/** The server does not know who asks: nobody is signed in, or no longer. */
export function isSignedOut(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error)) {
    return error.errors.some(({ extensions }) => extensions?.["code"] === "UNAUTHENTICATED");
  }
  return typeof error === "object" && error !== null && "statusCode" in error && error.statusCode === 401;
}
