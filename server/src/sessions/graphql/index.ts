export { toSession } from "./to-session.ts";
export { SessionType, StartsBlockedType } from "./types.ts";
