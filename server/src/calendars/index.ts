export type { Confirming } from "./confirm.ts";
export { feedRoute } from "./feed-route.ts";
export { readEvents as readEventsForCalendars } from "./read-events.ts";
