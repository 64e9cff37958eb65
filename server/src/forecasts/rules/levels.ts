/** The shares of hours that a forecast's quantiles promise to lie under. */
export const LEVELS = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975] as const;

/** Where the median stands among the levels. */
export const MEDIAN = 4;

/** A forecast is of a week, hour by hour. */
export const HORIZON = 168;
