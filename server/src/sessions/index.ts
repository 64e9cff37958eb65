export { accountOf } from "./account-of.ts";
export { allowLonger } from "./allow-longer.ts";
export { agentRoute } from "./agent-route.ts";
export { advanceSessions } from "./advance.ts";
export { destroyEnding } from "./destroy.ts";
export { extendSession } from "./extend.ts";
export { hearAgent } from "./heartbeat.ts";
export { keepWish, type MachineWish, openWish } from "./machine-wish.ts";
export { lookAtAll, sessionLoops } from "./loops.ts";
export { observeProvider } from "./observe.ts";
export { costOf, type Stretch } from "./rules/meter.ts";
export { settleRunning } from "./settle-running.ts";
export { endReserved, moveUntil, startReserved } from "./start-reserved.ts";
export { keepWhileItWaits, openRequest } from "./keep-request.ts";
export { type Approval, blockStarts, endForBudget, refuseBlocked, unblockStarts } from "./start-blocks.ts";
export { AlreadyDecided, StartsBlocked } from "./refusals.ts";
export { startApproved } from "./start-once.ts";
export {
  changeRequest,
  listRequests,
  lockRequest,
  type RequestState,
  type StartRequest,
  stateAt,
} from "./store/start-requests.ts";
export { startSession, type StartSession } from "./start.ts";
export { stopSession } from "./stop.ts";
export { type ByTemplate, withTemplate } from "./templates.ts";
export { findRentedOffers, readDeployment } from "./store/machines.ts";
export { forgetMinutes } from "./store/minutes.ts";
export { listInVain, passOver, readSessions, type SessionRow } from "./store/sessions.ts";
export { OwnClouds } from "./whose-key.ts";
export type { SessionWork } from "./work.ts";
