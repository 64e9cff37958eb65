export { toSession } from "./to-session.ts";
export { ApprovalRequiredType, SessionType, StartsBlockedType } from "./types.ts";
