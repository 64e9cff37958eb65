"use client";

import { skipToken, useQuery } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { OffersAroundDocument } from "#gql/offers.ts";
import type { OffersAroundQuery } from "#gql/graphql.ts";
import { keyOf, type OfferSearch } from "./search.ts";

const refreshMs = 20_000;

/**
 * What stands around the list (facets, supply, providers). The server rendered it for the first search;
 * it is read again for every other, and every so often, since it has no stream of its own.
 */
export function useAround(search: OfferSearch, first: OffersAroundQuery): OffersAroundQuery {
  const variables = { filter: search.filter };
  const key = keyOf({ filter: search.filter, sort: [] });
  const [firstKey] = useState(key);
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), refreshMs);
    return () => clearTimeout(timer);
  }, []);

  const isAnswered = !isDue && key === firstKey;
  const { data, previousData } = useQuery(
    OffersAroundDocument,
    isAnswered
      ? skipToken
      : {
          variables,
          ssr: false,
          // Prices would otherwise pile up in the cache, one offer after the other, and none is read from there.
          fetchPolicy: "no-cache",
          pollInterval: refreshMs,
          skipPollAttempt: () => document.hidden,
        },
  );
  return data ?? previousData ?? first;
}
