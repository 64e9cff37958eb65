/** The hard maximum, from the first instant that a provider may bill for. */
export const LONGEST_MS = 12 * 60 * 60_000;

export const HOURS_MAX = 12;
/** What those who run this Berth may let a machine be kept for. */
export const HOURS_MAX_ALLOWED = 72;
export const PORTS_MAX = 16;
export const DISK_GB_MAX = 2_000;
export const ALIVE_MAX = 200;
/** Long enough for a machine whose end a provider refuses for weeks to be charged from it all the same. */
export const HOLD_LAPSES_MS = 30 * 24 * 60 * 60_000;
