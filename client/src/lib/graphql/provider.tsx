"use client";

import { ApolloLink, disableFragmentWarnings } from "@apollo/client";
import { ApolloClient, ApolloNextAppProvider, InMemoryCache } from "@apollo/client-integration-nextjs";
import { ErrorLink } from "@apollo/client/link/error";
import type { ReactNode } from "react";
import { signInPath } from "#lib/return-path.ts";
import { cacheOptions } from "./cache.ts";
import { byHash, isSignedOut, overHttp } from "./links.ts";

// Queries that the server preloaded are parsed again here, and then a fragment is met twice.
disableFragmentWarnings();

export function GraphqlProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ApolloNextAppProvider makeClient={makeClient} extraScriptProps={{ nonce }}>
      {children}
    </ApolloNextAppProvider>
  );
}

function makeClient(): ApolloClient {
  const link =
    typeof window === "undefined"
      ? overHttp({ address: "http://unused.invalid/graphql" })
      : ApolloLink.from([signInAgain(), byHash(), overHttp({ address: "/graphql" })]);
  return new ApolloClient({ cache: new InMemoryCache(cacheOptions), link });
}

// A whole new page, so that nothing of the one who was signed in stays in memory.
function signInAgain(): ApolloLink {
  return new ErrorLink(({ error }) => {
    if (isSignedOut(error))
      window.location.assign(signInPath(window.location.pathname + window.location.search));
  });
}
