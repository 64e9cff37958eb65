import type { Timer } from "../platform/clock.ts";
import type { Platform } from "../platform/context.ts";
import type { Sandbox } from "../platform/sandbox.ts";
import { readAhead } from "./store/clock.ts";

/** A word that got lost keeps a process behind the others no longer than this. */
const LOOK_MS = 5_000;
const AWAY_MS = 250;

/**
 * Has this process go by the hour that was stored, whoever moves it on. It is there before anything else of the process
 * looks at the clock: nothing may happen at an hour that is already over. A database that is away is not waited for:
 * nothing is written until it is there, and it is asked as soon as it is.
 */
export async function followClock(
  { db, bell, log }: Platform,
  { clock }: Sandbox,
): Promise<{ stop(): void }> {
  let stopped = false;
  let listens = false;
  let timer: Timer | undefined;
  const look = async (): Promise<void> => {
    clock.moveTo(await readAhead({ db }));
    if (listens) return;
    await bell.listen("berth_sandbox", () => void look().catch(noteFailure));
    listens = true;
  };
  const noteFailure = (error: unknown): void =>
    log.warn({ err: error }, "could not read the sandbox's clock");
  const keepLooking = async (): Promise<void> => {
    let waitMs = LOOK_MS;
    await look().catch((error: unknown) => {
      noteFailure(error);
      waitMs = AWAY_MS;
    });
    if (!stopped) timer = clock.after(waitMs, () => void keepLooking());
  };
  await keepLooking();
  return {
    stop() {
      stopped = true;
      timer?.cancel();
    },
  };
}
