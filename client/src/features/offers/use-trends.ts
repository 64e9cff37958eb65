"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { readFragment } from "#gql/fragment-masking.ts";
import { MarketTrendFragmentDoc, MarketTrendsDocument } from "#gql/offers.ts";
import type { MarketTrendFragment } from "#gql/graphql.ts";
import { trendsOf, type Trends } from "./trends.ts";

/** A stretch of a sparkline is some hours long, so there is no hurry; but where nothing is known yet, it soon may be. */
const refreshMs = 10 * 60_000;
const hopeMs = 15_000;

/** How the markets of these GPUs have moved. The rows come first; this is read after them, once for all. */
export function useTrends(gpuModels: readonly string[]): Trends {
  const client = useApolloClient();
  const [trends, setTrends] = useState<Trends>(new Map());
  const wanted = JSON.stringify([...new Set(gpuModels)].toSorted());

  useEffect(() => {
    const stopped = new AbortController();
    let isKnown = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      const series: MarketTrendFragment[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof readPage>> = await readPage(after);
        series.push(...page.series);
        after = page.next;
      } while (after !== null);
      if (stopped.signal.aborted) return;
      setTrends((before) => new Map([...before, ...trendsOf(series)]));
      isKnown = series.some(({ sparkline }) => sparkline.at.length > 1);
    };
    const readPage = async (after: string | null) => {
      const { data } = await client.query({
        query: MarketTrendsDocument,
        variables: { gpuModels: JSON.parse(wanted) as string[], after },
        fetchPolicy: "no-cache",
        context: { fetchOptions: { signal: stopped.signal } },
      });
      const answer = data?.priceSeries;
      return {
        series: (answer?.nodes ?? []).map((node) => readFragment(MarketTrendFragmentDoc, node)),
        next: answer?.pageInfo.hasNextPage ? answer.pageInfo.endCursor : null,
      };
    };
    // A picture beside the price: where it cannot be had, the cell stays empty.
    const refresh = async (): Promise<void> => {
      await read().catch(() => undefined);
      if (!stopped.signal.aborted) timer = setTimeout(() => void refresh(), isKnown ? refreshMs : hopeMs);
    };
    if (wanted !== "[]") void refresh();
    return () => {
      stopped.abort();
      clearTimeout(timer);
    };
  }, [client, wanted]);
  return trends;
}
