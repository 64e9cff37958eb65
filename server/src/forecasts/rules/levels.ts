/** The shares of hours that a forecast's quantiles promise to lie under. */
export const LEVELS = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975] as const;

/** Where the median stands among the levels. */
export const MEDIAN = 4;

/** A forecast is of a week, hour by hour. */
export const HORIZON = 168;

/** The hours ahead that methods are judged and calibrated at; what lies between two is in proportion. */
export const STOPS = [1, 2, 3, 5, 8, 12, 18, 24, 36, 48, 72, 96, 120, 144, 168] as const;

/** Values at the stops, made into one for every hour ahead. */
export function betweenStops(values: ArrayLike<number>): Float64Array {
  const hours = new Float64Array(HORIZON);
  let stop = 0;
  for (let ahead = 1; ahead <= HORIZON; ahead++) {
    while ((STOPS[stop + 1] ?? HORIZON + 1) <= ahead) stop++;
    const [from, to] = [STOPS[stop] ?? 1, STOPS[stop + 1] ?? STOPS[stop] ?? 1];
    const value = values[stop] ?? 0;
    const along = to > from ? (ahead - from) / (to - from) : 0;
    hours[ahead - 1] = value + ((values[stop + 1] ?? value) - value) * along;
  }
  return hours;
}
