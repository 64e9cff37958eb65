"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import {
  HeldOffersDocument,
  HeldPriceFragmentDoc,
  HoldOfferDocument,
  ReleaseHeldOfferDocument,
} from "#gql/offers.ts";
import { dropHeldToken, keepHeldToken } from "#lib/held-tokens.ts";
import { formatUsd } from "#lib/money.ts";
import { useClock } from "#lib/reader.tsx";
import { refusalIn } from "#lib/refusal.ts";
import { countdown } from "#lib/time.ts";
import { Button } from "#ui/button.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Notice } from "#ui/notice.tsx";
import { sayFailed, sayRefused } from "#ui/toast.tsx";

const minutes = 10;

/** Freezes what an offer costs while one makes up one's mind, and says for how long it still is frozen. */
export function HoldOffer({ offerId }: { offerId: string }) {
  const { data, refetch } = useQuery(HeldOffersDocument, { ssr: false, fetchPolicy: "no-cache" });
  const [hold, { loading: isHolding }] = useMutation(HoldOfferDocument);
  const [release, { loading: isReleasing }] = useMutation(ReleaseHeldOfferDocument);
  // Pressed again after an answer that got lost, it is still the same hold.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [token, setToken] = useState<string | null>(null);

  const held = data?.heldOffers
    .map((each) => readFragment(HeldPriceFragmentDoc, each))
    .find(({ offer }) => offer.id === offerId);
  const left = useClock((now) => (held ? countdown(held.expiresAt, now) : null) ?? "");

  const holdIt = async (): Promise<void> => {
    try {
      const { data } = await hold({ variables: { input: { offerId, minutes }, idempotencyKey: key } });
      const refused = refusalIn(data?.holdOffer);
      if (refused) sayRefused("Not held", refused.message);
      else if (data?.holdOffer.__typename === "OfferHeld") {
        setToken(data.holdOffer.token);
        keepHeldToken(offerId, data.holdOffer.token);
      }
      setKey(crypto.randomUUID());
      await refetch();
    } catch (error) {
      sayFailed("Not held", error);
    }
  };
  const letGo = async (heldOfferId: string): Promise<void> => {
    try {
      const { data } = await release({ variables: { heldOfferId } });
      const refused = refusalIn(data?.releaseHeldOffer);
      if (refused) sayRefused("Not let go", refused.message);
      setToken(null);
      dropHeldToken(offerId);
      await refetch();
    } catch (error) {
      sayFailed("Not let go", error);
    }
  };

  if (!held || left === "") {
    return (
      <Button busy={isHolding} className="justify-self-start" onClick={() => void holdIt()}>
        Hold this price for {minutes} minutes
      </Button>
    );
  }
  return (
    <Notice tone="good">
      <p>
        Held at <span className="numerals font-medium">{formatUsd(held.pricePerHour)}</span> an hour without
        disk, for another{" "}
        <span role="timer" className="numerals font-medium">
          {left}
        </span>
        , if it is rented from the tab that held it. Whether the machine is still there is known then.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        {token !== null && <CopyButton text={token} what="the token that rents at this price" />}
        <Button size="sm" busy={isReleasing} onClick={() => void letGo(held.id)}>
          Let go
        </Button>
      </div>
    </Notice>
  );
}
