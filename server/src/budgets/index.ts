export { evaluateBudgets } from "./evaluate.ts";
export { lookAtPlannedUse } from "./planned-use.ts";
export { watchBurn } from "./watch-burn.ts";
