import type { Metadata } from "next";
import { cookies } from "next/headers";
import { lineRead, noLine } from "#features/offers/lines.ts";
import { OffersMarket } from "#features/offers/offers-market.tsx";
import { offersPageSize } from "#features/offers/page-size.ts";
import { diskOf, sortOf } from "#features/offers/search.ts";
import { OffersAroundDocument, OffersListDocument, ReadSearchLineDocument } from "#gql/offers.ts";
import { columnsCookie, supplyCookie } from "#lib/cookies.ts";
import { ask } from "#lib/graphql/server.ts";
import { toUrlSearch, type SearchParams } from "#lib/search-params.ts";
import { Unreachable } from "../../unreachable.tsx";

export const metadata: Metadata = { title: "Offers" };

export default async function OffersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const line = toUrlSearch(await searchParams).get("q") ?? "";
  const said = line === "" ? null : await ask(ReadSearchLineDocument, { text: line });
  if (said?.problem) return <Unreachable problem={said.problem} />;
  const first = said ? lineRead(line, said.data) : noLine;
  const { search } = first;

  const [jar, list, around] = await Promise.all([
    cookies(),
    ask(OffersListDocument, {
      filter: search.filter,
      sort: sortOf(search),
      first: offersPageSize,
      diskGb: diskOf(search),
    }),
    ask(OffersAroundDocument, { filter: search.filter }),
  ]);
  const problem = list.problem ?? around.problem;
  if (problem || !list.data || !around.data) return problem && <Unreachable problem={problem} />;
  return (
    <OffersMarket
      first={first}
      connection={list.data.offers}
      around={around.data}
      keptColumns={jar.get(columnsCookie)?.value}
      supplyIsOpen={jar.get(supplyCookie)?.value === "open"}
    />
  );
}
