export { closeHours } from "./close-hours.ts";
export { expireHeldOffers } from "./expire-held-offers.ts";
export { forgetOffers } from "./forget-offers.ts";
export { importPrices } from "./import-prices.ts";
export { keepPartitions } from "./keep-partitions.ts";
export { pollProvider } from "./poll.ts";
export { readToldPrices } from "./read-told-prices.ts";
export { understandSeries } from "./read-price-history.ts";
export { recordLaunch } from "./record-launch.ts";
export { HeldOfferOver, OfferGone } from "./refusals.ts";
export { scoreOffers } from "./score-offers.ts";
export {
  type ActiveSeries,
  findMarketSeries,
  listActiveSeries,
  readPriceRuns,
  readSeries,
} from "./store/active-series.ts";
export {
  findSeries,
  type MarketKey,
  type PriceKind,
  readLowToMedian,
  type SeriesFilter,
  type SeriesRow,
} from "./store/price-history.ts";
export { raiseMarketRevision } from "./store/poll.ts";
export { forgetLaunches } from "./store/launches.ts";
export { liesIn } from "./rules/place.ts";
export { UnknownGpu } from "./rules/gpu-names.ts";
export { pollPace } from "./rules/poll-pace.ts";
export { findRentable, isMarketSeen, listRentable, type Rentable } from "./store/rentable.ts";
export { readMarketRevision } from "./store/revision.ts";
export { takeHeldOffer } from "./take-held-offer.ts";
export { understandGpu } from "./understand-search.ts";
