import { Readings } from "./readings.ts";
import { timeToRetry } from "./socket.ts";

export interface KeptRead {
  /** What is shown has changed: to be read, and again after growing waits until a reading that began after it is there. */
  again: () => void;
  stop: () => void;
}

/**
 * Keeps what is shown as it is, by reading it whenever it changed. A change is told once, and of what has just ended there
 * is no next one: so a reading that fails, as right after a restart, is made again and not left to the next change.
 */
export function keepRead<Data>(
  ask: (stopped: AbortSignal) => Promise<{ data?: Data | undefined }>,
  show: (data: Data) => void,
  wait = timeToRetry,
): KeptRead {
  const stopped = new AbortController();
  const { signal } = stopped;
  const readings = new Readings();
  let latest = 0;
  let failures = 0;

  const read = async (): Promise<void> => {
    const mine = ++latest;
    const mayShow = readings.begin();
    const data = await ask(signal).then(
      (answer) => answer.data,
      () => undefined,
    );
    if (signal.aborted) return;
    if (data && mayShow()) show(data);
    if (mine !== latest) return;
    if (data) {
      failures = 0;
      return;
    }
    await wait(failures++, signal);
    if (mine === latest && !signal.aborted) void read();
  };
  return { again: () => void read(), stop: () => stopped.abort() };
}
