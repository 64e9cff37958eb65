"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { ForecastPageDocument, ForecastTailDocument } from "#gql/forecasts.ts";
import type { ForecastPageQuery } from "#gql/graphql.ts";
import { keepRead } from "#lib/live/keep-read.ts";
import { afresh } from "#lib/live/readings.ts";
import { followTail } from "#lib/live/tail.ts";
import { hourNow } from "#lib/hour.ts";
import { type Asked, toVariables } from "./asked.ts";

/** Several things that happen at once are answered by one reading. */
const gatherMs = 300;

export interface ForecastState {
  data: ForecastPageQuery | null;
  error: unknown;
  /** What stands there is of another question. */
  isLoading: boolean;
}

/** The forecast of a market, read again whenever one was made. */
export function useForecast(asked: Asked, first: ForecastPageQuery | null): ForecastState {
  const client = useApolloClient();
  const key = JSON.stringify(asked);
  const [state, setState] = useState<{ key: string; data: ForecastPageQuery | null; error: unknown }>({
    key,
    data: first,
    error: null,
  });

  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const { seriesId } = JSON.parse(key) as Asked;
    const ask = async (signal: AbortSignal) => {
      try {
        return await client.query({
          query: ForecastPageDocument,
          variables: toVariables(JSON.parse(key) as Asked, hourNow()),
          ...afresh,
          context: { ...afresh.context, fetchOptions: { signal } },
        });
      } catch (error) {
        // What stands there was true a moment ago; only where nothing does is the error shown.
        if (!signal.aborted)
          setState((before) => (before.key === key && before.data ? before : { key, data: null, error }));
        throw error;
      }
    };
    const kept = keepRead(ask, (data) => setState({ key, data, error: null }));
    const stop = followTail({
      document: ForecastTailDocument,
      variables: { seriesIds: [seriesId] },
      after: null,
      onFrame: ({ forecastChanged }) => {
        clearTimeout(gathering);
        gathering = setTimeout(kept.again, gatherMs);
        return forecastChanged.cursor;
      },
    });
    return () => {
      clearTimeout(gathering);
      stop();
      kept.stop();
    };
  }, [client, key]);

  const isCurrent = state.key === key;
  return { data: state.data, error: isCurrent ? state.error : null, isLoading: !isCurrent };
}
