import { GraphQLError } from "graphql";
import type { Documents } from "./documents.ts";

/** The document's text: sent along, or one that the console ships, named by its hash. */
export function textOf(
  sent: { query?: unknown; extensions?: unknown },
  documents: Documents,
): string | GraphQLError {
  if (typeof sent.query === "string" && sent.query !== "") return sent.query;
  const hash = hashOf(sent.extensions);
  if (hash === undefined) {
    return new GraphQLError("Send a query, as text.", { extensions: { code: "BAD_REQUEST" } });
  }
  return (
    documents.textOf(hash) ??
    // The wording and code are those that clients of persisted queries look for.
    new GraphQLError("PersistedQueryNotFound", { extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } })
  );
}

function hashOf(extensions: unknown): string | undefined {
  if (typeof extensions !== "object" || extensions === null || !("persistedQuery" in extensions))
    return undefined;
  const { persistedQuery } = extensions;
  if (typeof persistedQuery !== "object" || persistedQuery === null || !("sha256Hash" in persistedQuery))
    return undefined;
  return typeof persistedQuery.sha256Hash === "string" ? persistedQuery.sha256Hash : undefined;
}
