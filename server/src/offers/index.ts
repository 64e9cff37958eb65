export { closeHours } from "./close-hours.ts";
export { keepPartitions } from "./keep-partitions.ts";
export { pollProvider } from "./poll.ts";
export { readMarketRevision } from "./store/revision.ts";
