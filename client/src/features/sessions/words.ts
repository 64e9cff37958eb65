import type { SavingState, SessionState } from "#gql/graphql.ts";

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

/** What an hour costs: of what runs as it is paid for, whichever machine it came to; otherwise as it was asked at. */
export function anHourOf(session: {
  state: SessionState;
  pricePerHour: string;
  ratePerHour: string;
}): string {
  const runs = session.state === "RUNNING" || session.state === "STOPPING";
  return runs ? session.ratePerHour : session.pricePerHour;
}

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

interface Saving {
  state: SessionState;
  saveMinutes: number | null;
  saving: { state: SavingState; exitStatus: number | null } | null;
}

/** Whether something on its disk may still be saved. */
export function maySave({ state, saveMinutes, saving }: Saving): boolean {
  const isNotYet = state === "RUNNING" || state === "STOPPING";
  return isNotYet && saveMinutes !== null && (saving === null || saving.state === "SAVING");
}

/** What becomes, or became, of what is on its disk. */
export function savingWord(session: Saving): string {
  const { state, saveMinutes, saving } = session;
  switch (saving?.state) {
    case "SAVING":
      return "Being saved";
    case "SAVED":
      return "Saved";
    case "FAILED":
      return saving.exitStatus === null
        ? "Not saved: not in time"
        : `Not saved: ended with ${String(saving.exitStatus)}`;
    case "CUT_SHORT":
      return "Not known to be saved";
    default:
      return isOver(state) ? "Not saved" : `Saved at its end, within ${String(saveMinutes)} min`;
  }
}
