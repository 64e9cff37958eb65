import type { SessionState } from "#gql/graphql.ts";

// What a session's states and reasons are called on the screen.

type Tone = "neutral" | "accent" | "good" | "warn" | "danger";

const states: Record<SessionState, { word: string; tone: Tone }> = {
  REQUESTED: { word: "Looking", tone: "accent" },
  PROVISIONING: { word: "Coming up", tone: "accent" },
  STARTING: { word: "Being proved", tone: "accent" },
  RUNNING: { word: "Running", tone: "good" },
  STOPPING: { word: "Ending", tone: "warn" },
  STOPPED: { word: "Stopped", tone: "neutral" },
  FAILED: { word: "Failed", tone: "danger" },
};

export const stateWord = (state: SessionState): { word: string; tone: Tone } => states[state];

export const isOver = (state: SessionState): boolean => state === "STOPPED" || state === "FAILED";

const reasons: Record<string, string> = {
  "asked-to-stop": "Somebody stopped it",
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

/** A sentence for a reason; one of a newer server is shown as it came. */
export const reasonWord = (reason: string): string => reasons[reason] ?? reason.replaceAll("-", " ");
