import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, PlainFailure } from "../plain-failure.ts";
import { startPostgres, type PostgresOptions, type RunningPostgres } from "../postgres.ts";
import { keepLogSmall, shown } from "../processes/log-file.ts";
import { pauseMs } from "../processes/service.ts";

export type KeptPostgres = {
  url: string;
  home: string;
  port: number;
  stop: () => Promise<void>;
  /** Ends it at once, for good. */
  kill: () => void;
};

type KeptOptions = Omit<PostgresOptions, "durable"> & { say: (line: string) => void };

/** A durable PostgreSQL that is brought up again, at the same address, whenever it ends by itself. */
export async function keepPostgres({ say, ...options }: KeptOptions): Promise<KeptPostgres> {
  const { logFile } = options;
  const start = (port = options.port) => startPostgres({ ...options, durable: true, ...(port && { port }) });

  let current = await start();
  const { port, url, home } = current;
  const stopping = new AbortController();
  let bringingBack = Promise.resolve();
  void keepLogSmall(logFile, stopping.signal);
  void current.ended.then(lost);

  return {
    url,
    home,
    port,
    async stop() {
      stopping.abort();
      await Promise.all([current.stop(), bringingBack]);
    },
    kill() {
      stopping.abort();
      current.kill();
    },
  };

  function lost(): void {
    if (!stopping.signal.aborted) bringingBack = bringBack();
  }

  async function bringBack(): Promise<void> {
    let reason = `PostgreSQL ended (${shown(logFile)}).`;
    for (let attempt = 1; !stopping.signal.aborted; attempt++) {
      const pause = pauseMs(attempt);
      say(`${reason} Starting it again in ${pause / 1000} s.`);
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      try {
        current = await startOnSamePort();
        if (stopping.signal.aborted) await current.stop();
        void current.ended.then(lost);
        return;
      } catch (error) {
        reason = messageOf(error).replace(/\.?$/, ".");
      }
    }
  }

  // The server knows one address; somewhere else the database would be lost to it.
  async function startOnSamePort(): Promise<RunningPostgres> {
    const started = await start(port);
    if (started.port === port) return started;
    await started.stop();
    throw new PlainFailure(`Port ${port} of the database was taken meanwhile.`);
  }
}
