export type { Confirming } from "./confirm.ts";
export { feedRoute } from "./feed-route.ts";
export { changedRoute } from "./changed-route.ts";
export { googleRoute } from "./google-route.ts";
export { mirrorCalendars, type Mirroring } from "./mirror.ts";
export { readEvents as readEventsForCalendars } from "./read-events.ts";
