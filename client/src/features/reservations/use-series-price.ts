"use client";

import { useApolloClient } from "@apollo/client/react";
import { SeriesPriceDocument } from "#gql/reservations.ts";
import type { SeriesPriceQuery, SeriesPriceQueryVariables } from "#gql/graphql.ts";
import { afresh } from "#lib/live/readings.ts";
import { problemOf } from "#lib/problem.ts";
import { type Repeat, ruleOf } from "./repeat.ts";
import { useAnswer } from "./use-answer.ts";
import type { Wanted } from "./use-price.ts";
import { minutesBetween, wallClock } from "./wall-clock.ts";

export type Recurrence = SeriesPriceQueryVariables;
export type PricedRecurrence = Extract<
  SeriesPriceQuery["reservationSeriesPrice"],
  { __typename: "PricedRecurrence" }
>;
type SeriesPrice = PricedRecurrence | { refused: string };

/** What is booked by a rule, as the API takes it; null of what is booked once. */
export function recurrenceOf(wanted: Wanted, repeat: Repeat): Recurrence | null {
  const rule = ruleOf(repeat);
  if (rule === null) return null;
  const { poolId, gpus, startsAt, endsAt } = wanted;
  const { zone, daylightSaving } = repeat;
  return {
    poolId,
    gpus,
    rule,
    zone,
    daylightSaving,
    startsAtLocal: wallClock(startsAt, zone),
    minutes: minutesBetween(startsAt, endsAt),
  };
}

/** Every time of a rule with what it costs now, or why it cannot be had; asked again when what is free changes. */
export function useSeriesPrice(recurrence: Recurrence | null, seen: unknown): SeriesPrice | null {
  const client = useApolloClient();
  const { answer } = useAnswer(JSON.stringify(recurrence), seen, async (): Promise<SeriesPrice | null> => {
    if (!recurrence) return null;
    try {
      const { data } = await client.query({
        query: SeriesPriceDocument,
        variables: recurrence,
        ...afresh,
      });
      const answer = data?.reservationSeriesPrice;
      if (!answer) return null;
      return answer.__typename === "PricedRecurrence" ? answer : { refused: answer.message };
    } catch (error) {
      return { refused: problemOf(error).detail };
    }
  });
  return answer;
}
