"use client";

import { useApolloClient } from "@apollo/client/react";
import { useRef, useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  OfferRow_OfferFragmentDoc,
  OffersListDocument,
  OffersMarket_ConnectionFragmentDoc,
} from "#gql/offers.ts";
import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import { saveFile } from "#lib/save-file.ts";
import { sayFailed } from "#ui/toast.tsx";
import { offersCsv } from "./offers-csv.ts";
import { diskOf, sortOf, type OfferSearch } from "./search.ts";

/** As many as the API hands out at once. */
const pageSize = 100;

interface Page {
  offers: OfferRow_OfferFragment[];
  next: string | null;
}

/** Reads every offer that matches, on all pages, and hands them over as a file. */
export function useExport(search: OfferSearch) {
  const client = useApolloClient();
  const [read, setRead] = useState<number | null>(null);
  const running = useRef<AbortController>(undefined);

  const readPage = async (after: string | null, signal: AbortSignal): Promise<Page> => {
    const { data } = await client.query({
      query: OffersListDocument,
      variables: {
        filter: search.filter,
        sort: sortOf(search),
        first: pageSize,
        after,
        diskGb: diskOf(search),
      },
      fetchPolicy: "no-cache",
      context: { fetchOptions: { signal } },
    });
    if (!data) throw new Error("The API answered without data.");
    const { nodes, pageInfo } = readFragment(OffersMarket_ConnectionFragmentDoc, data.offers);
    return {
      offers: nodes.map((node) => readFragment(OfferRow_OfferFragmentDoc, node)),
      next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    };
  };

  const save = async (): Promise<void> => {
    const { signal } = (running.current = new AbortController());
    setRead(0);
    // The market moves while its pages are read, so an offer may be on two of them.
    const offers = new Map<string, OfferRow_OfferFragment>();
    try {
      let after: string | null = null;
      do {
        const page: Page = await readPage(after, signal);
        for (const offer of page.offers) offers.set(offer.id, offer);
        setRead(offers.size);
        after = page.next;
      } while (after !== null);
      if (!signal.aborted) saveFile("berth-offers.csv", offersCsv([...offers.values()], diskOf(search)));
    } catch (error) {
      if (!signal.aborted) sayFailed("Not exported", error);
    } finally {
      setRead(null);
    }
  };

  return {
    /** How many offers have been read so far; null while nothing is exported. */
    read,
    save: () => void save(),
    stop: () => running.current?.abort(),
  };
}
