export { OwnBillType } from "./own-bills.ts";
export { InsufficientCreditsType, KeyCeilingReachedType } from "./types.ts";
