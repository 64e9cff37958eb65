// How often a provider is asked for its list. A list may become so old; it is asked for anew when it
// is three quarters as old, so that in good times none ever is. Where what is listed is soon not
// there, a list ages faster. After an error a provider is left in peace for a while.

const OLDEST_SECONDS_USUAL = 60;
const oldestSeconds: Readonly<Record<string, number>> = { tensordock: 30 };
const AHEAD = 0.75;
const AFTER_FAILURE_SECONDS = 5 * 60;

export interface PollPace {
  everyMs: number;
  afterFailureMs: number;
}

/** `fixedSeconds` is a pace that whoever runs Berth has set, for every provider and whatever happens. */
export function pollPace(providerId: string, fixedSeconds: number | undefined): PollPace {
  if (fixedSeconds !== undefined)
    return { everyMs: fixedSeconds * 1_000, afterFailureMs: fixedSeconds * 1_000 };
  const oldest = oldestSeconds[providerId] ?? OLDEST_SECONDS_USUAL;
  return { everyMs: oldest * AHEAD * 1_000, afterFailureMs: AFTER_FAILURE_SECONDS * 1_000 };
}
