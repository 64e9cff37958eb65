export const JSON_TYPE = "application/json; charset=utf-8";
const GRAPHQL_RESPONSE_TYPE = "application/graphql-response+json; charset=utf-8";

/**
 * Clients that know the media type made for GraphQL say so, and are told by the status how a
 * well-formed request ended; to the others its status is 200 and the body tells.
 */
export function answerType(accept: string | undefined): { type: string; statusTells: boolean } {
  const statusTells = accept?.includes("application/graphql-response+json") ?? false;
  return { type: statusTells ? GRAPHQL_RESPONSE_TYPE : JSON_TYPE, statusTells };
}

export function isJson(contentType: string | undefined): boolean {
  if (contentType === "application/json") return true;
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() === "application/json";
}
