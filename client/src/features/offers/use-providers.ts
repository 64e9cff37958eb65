"use client";

import { useEffect, useState } from "react";
import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { ProviderStrip_QueryFragmentDoc, ProviderTicksDocument } from "#gql/offers.ts";
import type { ProviderStrip_QueryFragment } from "#gql/graphql.ts";
import { followTail } from "#lib/live/tail.ts";

export type Provider = ProviderStrip_QueryFragment["providers"][number];

/** How the providers are doing: as the page was answered, and from then on whenever one was asked for its list. */
export function useProviders(
  query: FragmentType<typeof ProviderStrip_QueryFragmentDoc>,
): readonly Provider[] {
  const { providers } = readFragment(ProviderStrip_QueryFragmentDoc, query);
  const [told, setTold] = useState<readonly Provider[] | null>(null);
  useEffect(
    () =>
      followTail({
        document: ProviderTicksDocument,
        variables: {},
        after: null,
        onFrame: ({ providerTicks }) => {
          setTold(providerTicks);
          // Ticks are kept nowhere: whoever comes back is told how things stand.
          return null;
        },
      }),
    [],
  );
  return told ?? providers;
}
