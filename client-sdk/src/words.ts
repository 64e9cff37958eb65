import type { FlexibleJobState, ReservationState, SessionState } from "./gql/graphql.ts";

// What things are called, in the console, in a terminal and in Slack: the same everywhere.

export const sessionWords: Readonly<Record<SessionState, string>> = {
  REQUESTED: "Looking",
  PROVISIONING: "Coming up",
  STARTING: "Being proved",
  RUNNING: "Running",
  STOPPING: "Ending",
  STOPPED: "Stopped",
  FAILED: "Failed",
};

export const reservationWords: Readonly<Record<ReservationState, string>> = {
  HELD: "Quote",
  LAPSED: "Ran out",
  CONFIRMED: "Booked",
  ACTIVE: "Active",
  FINISHED: "Finished",
  CANCELLED: "Cancelled",
  MISSED: "Missed",
};

export const orderWords: Readonly<Record<FlexibleJobState, string>> = {
  WAITING: "Waiting",
  STARTED: "Started",
  GIVEN_UP: "Given up",
  CANCELLED: "Cancelled",
};

const reasons: Readonly<Record<string, string>> = {
  "asked-to-stop": "Stopped by hand",
  "reservation-over": "Its reservation came to its end",
  "budget-spent": "Its budget was spent",
  done: "Its work was done",
  "time-is-up": "Its time was up",
  "longest-time": "Twelve hours were up",
  idle: "Its GPUs were idle",
  "agent-silent": "Its agent fell silent",
  "machine-lost": "The provider lost the machine",
  "pre-empted": "The provider took the machine back",
  "machine-failed": "The machine failed",
  "never-started": "The machine never came up",
  "never-ready": "Nobody could log in",
  "not-as-advertised": "It was not as advertised",
  refused: "The provider refused",
  "key-refused": "The provider refused the key",
  "never-came": "The provider never made it",
  "no-offer": "No machine could be had; it cost nothing",
};

/** A sentence for why a session or a machine is over; one of a newer server is shown as it came. */
export const reasonWord = (reason: string): string => reasons[reason] ?? reason.replaceAll("-", " ");
