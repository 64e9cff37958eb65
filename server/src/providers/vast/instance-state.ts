import type { Billed, InstanceState } from "../provider.ts";

/** An instance tells its state in four ways that say the same a little differently, and in a sentence. */
export interface States {
  actual: string | null;
  intended: string | null;
  current: string | null;
  next: string | null;
  message: string;
}

interface Reading {
  state: InstanceState;
  billed: Billed;
}

// Null stands for an instance that is bought and not yet there.
const byStatus: Readonly<Record<string, Reading>> = {
  null: { state: "provisioning", billed: "nothing" },
  created: { state: "provisioning", billed: "disk" },
  loading: { state: "loading", billed: "disk" },
  scheduling: { state: "waiting", billed: "disk" },
  running: { state: "running", billed: "everything" },
  rebooting: { state: "loading", billed: "unknown" },
  recycling: { state: "loading", billed: "unknown" },
  stopped: { state: "stopped", billed: "disk" },
  exited: { state: "stopped", billed: "disk" },
  // Its processes stand still on the GPUs, which are paid for.
  frozen: { state: "stopped", billed: "everything" },
  // No sign of life from the host, a short while or a longer one.
  unknown: { state: "unknown", billed: "unknown" },
  offline: { state: "unknown", billed: "nothing" },
};

const UNHEARD_OF: Reading = { state: "unknown", billed: "unknown" };

/** `odd` is given a status that nobody has seen yet. */
export function readState(states: States, odd: (status: string) => void): Reading {
  const { actual, intended, current, next, message } = states;
  if (current === "unloaded" || next === "unloaded") return { state: "ending", billed: "unknown" };
  const reading = Object.hasOwn(byStatus, String(actual)) ? byStatus[String(actual)] : undefined;
  if (!reading) {
    odd(String(actual));
    return UNHEARD_OF;
  }
  const isOnItsWay = reading.state === "provisioning" || reading.state === "loading";
  if (isOnItsWay && failed(message)) return { ...reading, state: "failed" };
  if (reading.state === "running" && wantsToStop(intended, next)) return { ...reading, state: "stopping" };
  if (actual === "stopped" && (intended === "running" || next === "running"))
    return { ...reading, state: "waiting" };
  return reading;
}

// "OCI runtime create failed" never starts; any other "Error" of a start ends it as well.
function failed(message: string): boolean {
  return /OCI runtime create failed|\bError\b/.test(message);
}

function wantsToStop(intended: string | null, next: string | null): boolean {
  return intended === "stopped" || next === "stopped";
}
