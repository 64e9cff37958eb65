import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import { isUnavailable, rootError } from "../platform/db/errors.ts";
import { brief } from "./shape-limits.ts";

// A fault is everything that is not a refusal. Its cause goes to the log under the request's id;
// the client is given that id and one calm sentence.

const speakable = new Set([
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "FORBIDDEN",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_FOUND",
  "RATE_LIMITED",
  "SUBSCRIPTION_OVER_HTTP",
  "TIMEOUT",
  "TOO_COMPLEX",
  "UNAUTHENTICATED",
  "UNAVAILABLE",
]);

export function speakError(error: unknown, log: Log, requestId: string): GraphQLFormattedError {
  if (error instanceof GraphQLError) {
    const cause =
      error.originalError && !(error.originalError instanceof GraphQLError) ? error.originalError : null;
    // Without a code it comes from the language: before execution (no path yet) it is about what was
    // sent, and during it about what we answered, but for an argument that was given a null by a variable.
    const isOfTheirs = !cause && (!error.path || error.message.startsWith('Argument "'));
    const code = error.extensions["code"] ?? (isOfTheirs ? "BAD_USER_INPUT" : "");
    if (!cause && typeof code === "string" && speakable.has(code)) {
      const { stacktrace: _, ...extensions } = error.extensions;
      return { ...error.toJSON(), message: brief(error.message), extensions: { ...extensions, code } };
    }
    return speakFault(cause ?? error, log, requestId, error);
  }
  return speakFault(error, log, requestId);
}

/** What is said, as an error of the language; it still tells where in the document it stands. */
export function asGraphQLError({
  message,
  locations,
  path,
  extensions,
}: GraphQLFormattedError): GraphQLError {
  const error = new GraphQLError(message, { ...(path && { path }), ...(extensions && { extensions }) });
  return Object.assign(error, { locations });
}

function speakFault(cause: unknown, log: Log, requestId: string, at?: GraphQLError): GraphQLFormattedError {
  const place = at
    ? { ...(at.locations && { locations: at.locations }), ...(at.path && { path: at.path }) }
    : {};
  if (isUnavailable(cause)) {
    log.warn({ requestId, err: rootError(cause) }, "the database is away");
    return {
      message: "Berth cannot reach its database at the moment. Nothing is lost; try again shortly.",
      ...place,
      extensions: { code: "UNAVAILABLE", retryAfter: 1, requestId },
    };
  }
  metrics.faults.inc();
  log.error({ requestId, err: rootError(cause) }, "fault");
  return {
    message: `Something went wrong on our side. If you ask us about it, say ${requestId}.`,
    ...place,
    extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
  };
}
