export { bookAhead, bookApproved, type CreateReservation } from "./create.ts";
export { notePoolPrices } from "./pools.ts";
export { findPool, listClosures, listMarginPools, readPools } from "./store/pools.ts";
export { type Booked, listAllBetween, readReservations } from "./store/reservations.ts";
export { promoteWaiting } from "./waitlist.ts";
export { makeDemoPools } from "./make-demo-pools.ts";
export { checkPools } from "./check-pools.ts";
export { deliverReservations } from "./deliver.ts";
export { lapseQuotes } from "./lapse-quotes.ts";
