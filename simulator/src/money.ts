/**
 * Rates and prices are whole micro-dollars in a `number` (a rate of a billion dollars an hour would still fit);
 * sums that run over time are `bigint`. The dialects speak floating dollars, at the edge only.
 */
export const micros = (dollars: number): number => Math.round(dollars * 1e6);

export const dollars = (micros: number | bigint): number => Number(micros) / 1e6;

/** Storage is priced by the month, which providers count as 30 days. */
export const HOURS_PER_MONTH = 720;
