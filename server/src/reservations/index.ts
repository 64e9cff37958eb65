export { bookAhead } from "./create.ts";
export { notePoolPrices } from "./pools.ts";
export { listMarginPools } from "./store/pools.ts";
export { promoteWaiting } from "./waitlist.ts";
export { makeDemoPools } from "./make-demo-pools.ts";
export { checkPools } from "./check-pools.ts";
export { deliverReservations } from "./deliver.ts";
export { lapseQuotes } from "./lapse-quotes.ts";
