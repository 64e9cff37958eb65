import type { Metadata } from "next";
import { cookies } from "next/headers";
import { OffersMarket } from "#features/offers/offers-market.tsx";
import { offersPageSize } from "#features/offers/page-size.ts";
import { addressOf, filterOf, searchIn, sortOf } from "#features/offers/search.ts";
import { OffersAroundDocument, OffersListDocument } from "#gql/graphql.ts";
import { columnsCookie, supplyCookie } from "#lib/cookies.ts";
import { ask } from "#lib/graphql/server.ts";
import { toUrlSearch, type SearchParams } from "#lib/search-params.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Offers" };

export default async function OffersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = searchIn(toUrlSearch(await searchParams));
  const [jar, list, around] = await Promise.all([
    cookies(),
    ask(OffersListDocument, {
      filter: filterOf(search),
      sort: sortOf(search),
      first: offersPageSize,
      diskGb: search.diskGb,
    }),
    ask(OffersAroundDocument, { filter: filterOf(search) }),
  ]);
  const problem = list.problem ?? around.problem;
  if (problem || !list.data || !around.data) return problem && <Unreachable problem={problem} />;
  return (
    <OffersMarket
      firstAddress={addressOf(search)}
      connection={list.data.offers}
      around={around.data}
      keptColumns={jar.get(columnsCookie)?.value}
      supplyIsOpen={jar.get(supplyCookie)?.value === "open"}
    />
  );
}
