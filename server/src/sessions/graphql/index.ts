export { toSession } from "./to-session.ts";
export { SessionType } from "./types.ts";
