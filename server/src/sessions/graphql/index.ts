export type { StoragePolicy } from "../rules/saving.ts";
export { StoragePolicyEnum } from "./saving-types.ts";
export { toSession } from "./to-session.ts";
export { ApprovalRequiredType, SessionType, StartsBlockedType } from "./types.ts";
