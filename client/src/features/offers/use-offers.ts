"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import {
  OfferRow_OfferFragmentDoc,
  OffersListDocument,
  OffersMarket_ConnectionFragmentDoc,
  OffersTailDocument,
} from "#gql/offers.ts";
import type { OfferRow_OfferFragment, OffersTailSubscription } from "#gql/graphql.ts";
import { type Change, type Page, type Reading, toPage } from "#lib/live/live-list.ts";
import { useLiveList, type LiveListView } from "#lib/live/use-live-list.ts";
import { compareBy } from "./order.ts";
import { offersPageSize } from "./page-size.ts";
import { diskOf, keyOf, sortOf, type OfferSearch } from "./search.ts";

type Connection = FragmentType<typeof OffersMarket_ConnectionFragmentDoc>;
export type OffersList = LiveListView<OfferRow_OfferFragment>;

export interface FirstOffers {
  /** What the server rendered the first page of. */
  search: OfferSearch;
  connection: Connection;
}

export function useOffers(
  search: OfferSearch,
  first: FirstOffers,
  held: boolean,
  onLine: (search: OfferSearch, line: string | null) => void,
): OffersList {
  const client = useApolloClient();
  const { filter } = search;
  const diskGb = diskOf(search);
  const firstLine = readFragment(OffersMarket_ConnectionFragmentDoc, first.connection).text;
  const tellFirst = useEffectEvent(() => onLine(first.search, firstLine));
  useEffect(() => tellFirst(), []);

  const reading: Reading<OfferRow_OfferFragment> = {
    idOf: ({ id }) => id,
    compare: compareBy(search.sort),
    isStale: (incoming, known) => incoming.observedAt < known.observedAt,
  };
  return useLiveList({
    key: keyOf(search),
    first: pageOf(first.connection),
    firstKey: keyOf(first.search),
    reading,
    load: async (after, signal) => {
      const { data } = await client.query({
        query: OffersListDocument,
        variables: { filter, sort: sortOf(search), first: offersPageSize, after, diskGb },
        fetchPolicy: "no-cache",
        context: { fetchOptions: { signal } },
      });
      if (!data) throw new Error("The API answered without data.");
      onLine(search, readFragment(OffersMarket_ConnectionFragmentDoc, data.offers).text);
      return pageOf(data.offers);
    },
    tail: { document: OffersTailDocument, variables: { filter, diskGb } },
    read: changeIn,
    held,
  });
}

function pageOf(connectionRef: Connection): Page<OfferRow_OfferFragment> {
  const connection = readFragment(OffersMarket_ConnectionFragmentDoc, connectionRef);
  return toPage(
    connection,
    connection.nodes.map((node) => readFragment(OfferRow_OfferFragmentDoc, node)),
  );
}

// A snapshot is of the cheapest hundred, and the list may be in another order: it is read anew instead.
function changeIn({
  offersChanged: update,
}: OffersTailSubscription): Change<OfferRow_OfferFragment> | "reload" {
  if (update.__typename !== "OffersDelta") return "reload";
  return {
    cursor: update.cursor,
    changed: update.changed.map((offer) => readFragment(OfferRow_OfferFragmentDoc, offer)),
    gone: update.withdrawn,
    totalCount: update.totalCount,
  };
}
