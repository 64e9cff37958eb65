export { capture } from "./capture.ts";
export { checkLedger } from "./check-ledger.ts";
export { hasLapsed } from "./get-open-hold.ts";
export { giveDemoCredits } from "./give-demo-credits.ts";
export { grant } from "./grant.ts";
export { hold, type HoldCredits, raiseHold } from "./hold.ts";
export { lapseHolds, settleDueCredits } from "./jobs.ts";
export { closeOwnBill, noteOwnBill, planOwnBill, raiseOwnBill } from "./own-bills.ts";
export { paymentRoute } from "./payment-route.ts";
export {
  BeyondHold,
  HoldIsOver,
  InsufficientCredits,
  KeyCeilingReached,
  ReferenceTaken,
} from "./refusals.ts";
export { BeyondCaptured, refund } from "./refund.ts";
export { lowerHold, type Release, release } from "./release.ts";
export { readStanding } from "./store/reading.ts";
export { statementRoute } from "./statement-route.ts";
