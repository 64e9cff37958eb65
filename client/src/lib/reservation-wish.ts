// A link may bring what its reader wants done with a reservation, such as an event that they moved in their own
// calendar. It only opens the dialog, which says what it comes to: nothing is done until it is confirmed.

export type ReservationWish =
  | { ask: "cancel" }
  | { ask: "move"; startsAt: string; endsAt: string }
  | { ask: null };

type Query = Record<string, string | string[] | undefined>;

export function wishLink(reservationId: string, wish: ReservationWish): string {
  const page = `/reservations/${reservationId}`;
  return wish.ask === null ? page : `${page}?${new URLSearchParams(wish).toString()}`;
}

/** What a link asks for; one that makes no sense asks for nothing. */
export function readWish({ ask, startsAt, endsAt }: Query): ReservationWish {
  if (ask === "cancel") return { ask };
  if (ask === "move" && isInstant(startsAt) && isInstant(endsAt) && Date.parse(startsAt) < Date.parse(endsAt))
    return { ask, startsAt, endsAt };
  return { ask: null };
}

const isInstant = (text: string | string[] | undefined): text is string =>
  typeof text === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
