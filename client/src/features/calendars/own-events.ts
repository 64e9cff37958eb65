import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { ComputeEvents_EventFragmentDoc } from "#gql/calendars.ts";
import { formatUsd } from "#lib/money.ts";

/** Tagged events as a forecast draws them. */
export function pricedEventsOf(events: readonly FragmentType<typeof ComputeEvents_EventFragmentDoc>[]) {
  return events.map((event) => readFragment(ComputeEvents_EventFragmentDoc, event));
}

/** Tagged events as a calendar draws them. */
export function ownEventsOf(events: readonly FragmentType<typeof ComputeEvents_EventFragmentDoc>[]) {
  return events
    .map((event) => readFragment(ComputeEvents_EventFragmentDoc, event))
    .map((event) => ({
      id: event.id,
      title: event.title,
      startsAt: event.startsAt,
      endsAt: event.endsAt,
      note: [
        event.expected === null ? null : formatUsd(event.expected),
        event.cheaper ? `${formatUsd(event.cheaper.saving)} less at another time` : null,
      ]
        .filter((part) => part !== null)
        .join(", "),
    }));
}
