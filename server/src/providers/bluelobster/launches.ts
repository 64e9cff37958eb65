import type { Clock } from "../../platform/clock.ts";
import { readMark } from "../mark.ts";
import type { Instance } from "../provider.ts";
import type { Progress } from "./tasks.ts";

interface Launch {
  taskId: string;
  name: string;
  beganAt: number;
}

/** A launch takes 63 to 114 seconds. */
export const LAUNCH_MS_MAX = 150_000;

/** A list that runs behind has caught up by then. */
const LIST_LAG_MS_MAX = 120_000;

/**
 * What this process itself had launched and ended. A launch is answered before anything is made, and its task says
 * how that goes; the machine's own row says nothing of it: it has an address at once, it may tell no power for ever,
 * and it may be there at once, late, or never. Nothing depends on this being remembered: after a restart the row
 * alone is looked at, which takes longer to tell.
 */
export class Launches {
  readonly #clock: Clock;
  readonly #running = new Map<string, Launch>();
  readonly #made = new Set<string>();
  readonly #endedAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(externalId: string, taskId: string, name: string): void {
    this.#running.set(externalId, { taskId, name, beganAt: this.#clock.elapsedMs() });
  }

  end(externalId: string): void {
    this.#running.delete(externalId);
    this.#endedAt.set(externalId, this.#clock.elapsedMs());
  }

  /** Ended by us, and so long ago that a list which does not show it can be believed. */
  wasEnded(externalId: string): boolean {
    const at = this.#endedAt.get(externalId);
    return at !== undefined && this.#clock.elapsedMs() - at >= LIST_LAG_MS_MAX;
  }

  /** So young that its launch may still be under way, as far as we know. */
  isBeingMade(externalId: string, createdAt: Date | null): boolean {
    if (!createdAt || this.#made.has(externalId)) return false;
    const age = this.#clock.now().getTime() - createdAt.getTime();
    return age >= 0 && age < LAUNCH_MS_MAX;
  }

  async isUnderWay(externalId: string, ask: (taskId: string) => Promise<Progress>): Promise<boolean> {
    const launch = this.#running.get(externalId);
    if (!launch) return false;
    const { step } = await ask(launch.taskId);
    return step === "queued" || step === "working";
  }

  /** What was seen of a machine, in the light of the task that makes it. */
  async follow(
    externalId: string,
    seen: Instance | null,
    ask: (taskId: string) => Promise<Progress>,
  ): Promise<Instance | null> {
    const launch = this.#running.get(externalId);
    if (!launch) return seen;
    const progress = await ask(launch.taskId);
    // Made, and neither listed nor read yet: it is waited for a while.
    const isLate = this.#clock.elapsedMs() - launch.beganAt >= LAUNCH_MS_MAX + LIST_LAG_MS_MAX;
    if (progress.step === "over" && (seen || isLate)) {
      this.#running.delete(externalId);
      this.#made.add(externalId);
      return seen?.state === "loading" ? { ...seen, state: "running", billed: "everything" } : seen;
    }
    const instance = seen ?? unseen(externalId, launch.name);
    return { ...instance, state: states[progress.step], billed: "unknown", detail: progress.message };
  }
}

const states = { queued: "provisioning", working: "loading", over: "loading", failed: "failed" } as const;

/** A machine that is being made, or was not, and that the provider shows nowhere. */
function unseen(externalId: string, name: string): Instance {
  return {
    externalId,
    state: "provisioning",
    billed: "unknown",
    detail: null,
    label: name,
    mark: readMark(name),
    machineId: null,
    kind: "on_demand",
    gpuRawName: null,
    gpuCount: null,
    ssh: [],
    ports: [],
    pricePerHour: null,
    diskPricePerHour: null,
    allInPerHour: null,
    createdAt: null,
    endsAt: null,
  };
}
