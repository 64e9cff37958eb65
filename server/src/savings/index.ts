export { addUpSavings } from "./add-up.ts";
export { checkSavings } from "./check-savings.ts";
export { importReferencePrices } from "./import-reference-prices.ts";
export { wallRoute } from "./wall-route.ts";
