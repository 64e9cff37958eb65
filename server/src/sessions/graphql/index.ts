export type { StoragePolicy } from "../rules/saving.ts";
export { LaterSetUpInput, MachineSetUp, setUpOf } from "./later-set-up.ts";
export { StoragePolicyEnum } from "./saving-types.ts";
export { toSession } from "./to-session.ts";
export { ApprovalRequiredType, EnvInput, SessionType, StartsBlockedType } from "./types.ts";
