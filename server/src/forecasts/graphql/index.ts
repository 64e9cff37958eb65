export { BestWindowsAnswer, BestWindowsInput } from "./plan-types.ts";
