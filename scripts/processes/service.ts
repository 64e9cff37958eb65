// A program that should always run. When it ends by itself it is started again, after a pause that doubles with
// every end that follows soon, so that a broken program never spins.
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../plain-failure.ts";
import { signalGroup } from "./ending.ts";
import { keepLogSmall, rotateLog, shown } from "./log-file.ts";
import { failureOf, startProgram, type Program, type Started } from "./program.ts";
import type { ProcessRecords } from "./records.ts";

export type Service = Program & {
  /** Answers 2xx or 3xx once the program does its work. */
  readyUrl: string;
};

export type RunningService = {
  /** Settles when it answers; fails when it ends, or takes too long, before it ever did. */
  ready: Promise<void>;
  /** Asks it to end, and ends it when it does not within its time. */
  stop: () => Promise<void>;
  /** Ends it at once. */
  kill: () => void;
};

const startsWithinMs = 60_000;
const stopsWithinMs = 15_000;
const countsAsStableMs = 60_000;

/** The pause before the next start, after so many ends in a row. */
export function pauseMs(endsInARow: number): number {
  return Math.min(1_000 * 2 ** (endsInARow - 1), 30_000);
}

export function startService(
  service: Service,
  records: ProcessRecords,
  { signal, say }: { signal: AbortSignal; say: (line: string) => void },
): RunningService {
  rotateLog(service.logFile);
  const stopping = new AbortController();
  let current = startProgram(service, records);
  void keepLogSmall(service.logFile, stopping.signal);

  const ready = untilReady(service, current, AbortSignal.any([signal, stopping.signal]));
  ready.then(keepRunning, () => {});

  return {
    ready,
    async stop() {
      stopping.abort();
      await endProgram(current);
    },
    kill() {
      stopping.abort();
      if (current.process.pid !== undefined) signalGroup(current.process.pid, "SIGKILL");
    },
  };

  async function keepRunning(): Promise<void> {
    for (let endsInARow = 0; ;) {
      const startedAt = performance.now();
      const how = await current.ended;
      endsInARow = performance.now() - startedAt > countsAsStableMs ? 1 : endsInARow + 1;
      const pause = pauseMs(endsInARow);
      if (!stopping.signal.aborted) {
        say(
          `The ${service.name} ended (${how}); starting it again in ${pause / 1000} s. Its log: ${shown(service.logFile)}`,
        );
      }
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      current = startAgain();
    }
  }

  // What cannot even be started has ended at once, for a reason that may pass.
  function startAgain(): Started {
    try {
      return startProgram(service, records);
    } catch (error) {
      return { ...current, ended: Promise.resolve(messageOf(error).replace(/\.$/, "")) };
    }
  }
}

async function untilReady(service: Service, { ended }: Started, signal: AbortSignal): Promise<void> {
  let end: string | null = null;
  void ended.then((how) => (end = how));
  for (const deadline = performance.now() + startsWithinMs; ; await sleep(50)) {
    signal.throwIfAborted();
    if (end !== null) throw failureOf(service, end);
    if (await answers(service.readyUrl, signal)) return;
    if (performance.now() > deadline) throw failureOf(service, `not ready within ${startsWithinMs / 1000} s`);
  }
}

async function answers(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    await response.body?.cancel();
    return response.status < 400;
  } catch {
    return false;
  }
}

async function endProgram({ process: child, ended }: Started): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  signalGroup(pid, "SIGTERM");
  const timeout = new AbortController();
  const late = sleep(stopsWithinMs, "late", { signal: timeout.signal }).catch(() => "in time");
  if ((await Promise.race([ended, late])) === "late") signalGroup(pid, "SIGKILL");
  timeout.abort();
  await ended;
}
