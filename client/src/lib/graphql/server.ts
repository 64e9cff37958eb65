import type { OperationVariables } from "@apollo/client";
import { ApolloLink, type ApolloClient as Client } from "@apollo/client";
import { ApolloClient, InMemoryCache, registerApolloClient } from "@apollo/client-integration-nextjs";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { pathHeader } from "#lib/headers.ts";
import { problemOf, type Problem } from "#lib/problem.ts";
import { signInPath } from "#lib/return-path.ts";
import { byHash, isSignedOut, overHttp } from "./links.ts";
import { cacheOptions } from "./cache.ts";

// What pages ask while they are rendered: as the visitor, with the visitor's cookie.

/** Handed on, so that the API knows the visitor and not only the console in between. */
const forwarded = ["cookie", "x-forwarded-for", "user-agent"] as const;

const { query, PreloadQuery } = registerApolloClient(async () => {
  const visitor = await headers();
  const own: Record<string, string> = {};
  for (const name of forwarded) {
    const value = visitor.get(name);
    if (value) own[name] = value;
  }
  const api = process.env["API_URL"] ?? "http://127.0.0.1:4000";
  return new ApolloClient({
    cache: new InMemoryCache(cacheOptions),
    link: ApolloLink.from([byHash(), overHttp({ address: `${api}/graphql`, headers: own })]),
  });
});

export { PreloadQuery };

type QueryOptions<Data> = Client.QueryOptions<Data>;

export type Answer<Data> = { data: Data; problem: null } | { data: null; problem: Problem };

/** Asks as the visitor. Who is not signed in is sent to sign in, and back here afterwards. */
export async function ask<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  try {
    const options: QueryOptions<Data> = { query: document, variables };
    const { data } = await query(options);
    if (data === undefined) throw new Error("The API answered without data.");
    return { data, problem: null };
  } catch (error) {
    if (isSignedOut(error)) redirect(signInPath((await headers()).get(pathHeader) ?? "/"));
    return { data: null, problem: problemOf(error) };
  }
}

/** Whether who asks is signed in; nobody is sent anywhere for it. */
export async function isSignedIn<Data>(
  document: TypedDocumentNode<Data, Record<string, never>>,
): Promise<boolean> {
  if (!(await headers()).has("cookie")) return false;
  return query({ query: document }).then(
    () => true,
    () => false,
  );
}
