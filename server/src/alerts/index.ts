export { type ReadSelected, type Senders, deliverAlerts } from "./deliver.ts";
export { makeSenders } from "./make-senders.ts";
export { readEvents as readEventsForAlerts } from "./read-events.ts";
export { unsubscribeRoute } from "./unsubscribe-route.ts";
