"use client";

import { createContext, useContext } from "react";
import type { OfferRow_OfferFragment } from "#gql/graphql.ts";
import type { LiveRow } from "#lib/live/live-list.ts";
import { Ago } from "#ui/when.tsx";
import { seenAt } from "./seen.ts";
import type { Provider } from "./use-providers.ts";

const ProvidersContext = createContext<readonly Provider[]>([]);

/** Lets every row know how its provider is doing. */
export const ProvidersKnown = ProvidersContext.Provider;

/** How long ago an offer was last seen, whoever said so: the offer itself or its provider's whole list. */
export function Seen({ entry: { row, mark } }: { entry: LiveRow<OfferRow_OfferFragment> }) {
  const providers = useContext(ProvidersContext);
  if (mark === "gone") return "gone";
  const provider = providers.find(({ id }) => id === row.provider.id);
  return <Ago at={seenAt(row, provider?.lastListedAt ?? null)} className="numerals text-ink-soft" />;
}
