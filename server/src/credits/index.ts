export { capture } from "./capture.ts";
export { checkLedger } from "./check-ledger.ts";
export { grant } from "./grant.ts";
export { hold, raiseHold } from "./hold.ts";
export { lapseHolds, settleDueCredits } from "./jobs.ts";
export { BeyondHold, HoldIsOver, InsufficientCredits, ReferenceTaken } from "./refusals.ts";
export { BeyondCaptured, refund } from "./refund.ts";
export { lowerHold, release } from "./release.ts";
