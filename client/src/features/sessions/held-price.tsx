"use client";

import { useQuery } from "@apollo/client/react";
import { RentHoldsDocument } from "#gql/sessions.ts";
import { heldTokenOf } from "#lib/held-tokens.ts";
import { formatUsd } from "#lib/money.ts";
import { useClock } from "#lib/reader.tsx";
import { countdown } from "#lib/time.ts";
import { Notice } from "#ui/notice.tsx";

/** That the price of an offer is held, and whether what is rented here is rented at it: the token is in one tab. */
export function HeldPrice({ offerId }: { offerId: string }) {
  const { data } = useQuery(RentHoldsDocument, { ssr: false, fetchPolicy: "no-cache" });
  const held = data?.heldOffers.find(({ offer }) => offer.id === offerId);
  const left = useClock((now) => (held ? countdown(held.expiresAt, now) : null) ?? "");
  if (!held || left === "") return null;
  const price = <span className="numerals font-medium">{formatUsd(held.pricePerHour)}</span>;
  if (heldTokenOf(offerId) === null)
    return (
      <Notice tone="neutral">
        Its price is held at {price} an hour without disk, but not in this tab: from here it is rented at what
        it is listed for.
      </Notice>
    );
  return (
    <Notice tone="good">
      It is rented at the price that you held, {price} an hour without disk, or at less if it is listed for
      less. That is for another{" "}
      <span role="timer" className="numerals font-medium">
        {left}
      </span>
      .
    </Notice>
  );
}
