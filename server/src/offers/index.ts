export { closeHours } from "./close-hours.ts";
export { keepPartitions } from "./keep-partitions.ts";
export { pollProvider } from "./poll.ts";
export { readToldPrices } from "./read-told-prices.ts";
export { recordLaunch } from "./record-launch.ts";
export { scoreOffers } from "./score-offers.ts";
export { forgetLaunches } from "./store/launches.ts";
export { readMarketRevision } from "./store/revision.ts";
