export { importReferencePrices } from "./import-reference-prices.ts";
export { wallRoute } from "./wall-route.ts";
