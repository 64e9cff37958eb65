export { importReferencePrices } from "./import-reference-prices.ts";
