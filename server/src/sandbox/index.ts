export { followClock } from "./follow-clock.ts";
export { sandboxLoops } from "./keep-markets.ts";
export { readAhead } from "./store/clock.ts";
