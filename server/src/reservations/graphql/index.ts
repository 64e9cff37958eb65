import { ActivityReservation } from "./activity-fields.ts";
import { ReservationFeeds } from "./feeds.ts";
import { LaterResolver } from "./later.ts";
import { ReservationMutations } from "./mutations.ts";
import { poolResolvers } from "./pools.ts";
import { reservationResolvers as queries } from "./reservations.ts";

export const reservationResolvers = [
  ...poolResolvers,
  ...queries,
  ReservationMutations,
  ReservationFeeds,
  LaterResolver,
  ActivityReservation,
] as const;
