"use client";

import { skipToken, useQuery } from "@apollo/client/react";
import { useEffect, useEffectEvent } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  ComparedOffer_OfferFragmentDoc,
  OfferComparisonDocument,
  OfferRow_OfferFragmentDoc,
} from "#gql/offers.ts";
import type { Compared } from "./comparison.ts";

/** The offers with these ids, in their order; of one that is not known, nothing. */
export function useCompared(ids: readonly string[], diskGb: number, revision: number) {
  const [first, second = "", third = "", fourth = ""] = ids;
  const { data, previousData, error, refetch } = useQuery(
    OfferComparisonDocument,
    first === undefined
      ? skipToken
      : {
          variables: {
            diskGb,
            first,
            second,
            third,
            fourth,
            hasSecond: second !== "",
            hasThird: third !== "",
            hasFourth: fourth !== "",
          },
          ssr: false,
          fetchPolicy: "no-cache",
        },
  );
  // Whatever moved the list may have moved one of these too.
  const readAgain = useEffectEvent(() => {
    if (first !== undefined) void refetch().catch(() => undefined);
  });
  useEffect(() => readAgain(), [revision]);

  const answer = data ?? previousData;
  const found = [answer?.first, answer?.second, answer?.third, answer?.fourth].flatMap(
    (offer): Compared[] => {
      if (!offer) return [];
      const compared = readFragment(ComparedOffer_OfferFragmentDoc, offer);
      const { state, diskPricePerGbMonth } = compared;
      return [{ ...readFragment(OfferRow_OfferFragmentDoc, compared), state, diskPricePerGbMonth }];
    },
  );
  const offers = ids.flatMap((id) => found.find((offer) => offer.id === id) ?? []);
  return { offers, error, isRead: data !== undefined };
}
