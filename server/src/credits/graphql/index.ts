export { InsufficientCreditsType } from "./types.ts";
