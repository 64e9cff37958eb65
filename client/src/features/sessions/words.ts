import { sessionWords } from "@berth/client-sdk/words";
import type { SavingState, SessionState } from "#gql/graphql.ts";

// How a session stands, on the screen.

type Tone = "neutral" | "accent" | "good" | "warn" | "danger";

const tones: Record<SessionState, Tone> = {
  REQUESTED: "accent",
  PROVISIONING: "accent",
  STARTING: "accent",
  RUNNING: "good",
  STOPPING: "warn",
  STOPPED: "neutral",
  FAILED: "danger",
};

export const stateWord = (state: SessionState): { word: string; tone: Tone } => ({
  word: sessionWords[state],
  tone: tones[state],
});

export const isOver = (state: SessionState): boolean => state === "STOPPED" || state === "FAILED";

/** What it runs on, which may be another with as much memory as the one that was asked for. */
export function gpuOf(session: {
  gpuModel: string;
  machines: readonly { gpuModel: string | null }[];
}): string {
  return session.machines.at(-1)?.gpuModel ?? session.gpuModel;
}

/** What an hour costs: of what runs as it is paid for, whichever machine it came to; otherwise as it was asked at. */
export function anHourOf(session: {
  state: SessionState;
  pricePerHour: string;
  ratePerHour: string;
}): string {
  const runs = session.state === "RUNNING" || session.state === "STOPPING";
  return runs ? session.ratePerHour : session.pricePerHour;
}

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
