// The life of a reservation.
//
//   held ──confirm──▶ confirmed ──begin──▶ active ──finish──▶ finished
//    │                    ├──cancel──▶ cancelled
//    └──lapse──▶ lapsed   └──miss────▶ missed
//
// `held` is a quote: the place and the price are kept for some minutes, and no credit yet. What is
// confirmed has its credit set aside. It begins when its first machine is ready, and is paid for then.
// It is missed when no machine was ready by the time that Berth gives up: that costs nothing, and
// Berth pays.

export const reservationStates = [
  "held",
  "lapsed",
  "confirmed",
  "active",
  "finished",
  "cancelled",
  "missed",
] as const;
export type ReservationState = (typeof reservationStates)[number];

export type ReservationMove = "confirm" | "lapse" | "begin" | "finish" | "cancel" | "miss";

const moves: Record<ReservationState, Partial<Record<ReservationMove, ReservationState>>> = {
  held: { confirm: "confirmed", lapse: "lapsed" },
  confirmed: { begin: "active", cancel: "cancelled", miss: "missed" },
  active: { finish: "finished" },
  lapsed: {},
  finished: {},
  cancelled: {},
  missed: {},
};

class MoveNotAllowed extends Error {}

export function nextState(state: ReservationState, move: ReservationMove): ReservationState {
  const to = moves[state][move];
  if (!to) throw new MoveNotAllowed(`a reservation that is ${state} cannot ${move}`);
  return to;
}

export const isLive = (state: ReservationState): boolean => state === "confirmed" || state === "active";
