export { OfferType } from "./types.ts";
export { PriceKindEnum, PriceSeriesType } from "./price-types.ts";
export { UnknownGpuType } from "./search-types.ts";
