export { evaluateBudgets } from "./evaluate.ts";
