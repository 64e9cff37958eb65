export { bookAhead } from "./create.ts";
export { promoteWaiting } from "./waitlist.ts";
export { makeDemoPools } from "./make-demo-pools.ts";
export { deliverReservations } from "./deliver.ts";
export { lapseQuotes } from "./lapse-quotes.ts";
