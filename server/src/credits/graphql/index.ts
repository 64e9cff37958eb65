export { InsufficientCreditsType, KeyCeilingReachedType } from "./types.ts";
