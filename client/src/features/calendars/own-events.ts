import { readFragment, type FragmentType } from "#gql/fragment-masking.ts";
import { ComputeEvents_EventFragmentDoc } from "#gql/calendars.ts";

/** Tagged events, for what draws them over its own. */
export function pricedEventsOf(events: readonly FragmentType<typeof ComputeEvents_EventFragmentDoc>[]) {
  return events.map((event) => readFragment(ComputeEvents_EventFragmentDoc, event));
}
