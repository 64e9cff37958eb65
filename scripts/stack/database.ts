import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, PlainFailure } from "../plain-failure.ts";
import { getServerVersion, startPostgres, type RunningPostgres } from "../postgres.ts";
import { keepLogSmall, shown } from "../processes/log-file.ts";
import { pauseMs } from "../processes/service.ts";
import { berthPath } from "./folder.ts";
import { sayStepped } from "./ports.ts";

export type Database = {
  url: string;
  /** What it is and where, for the summary. */
  description: string;
  steppedAround: string[];
  stop: () => Promise<void>;
  kill: () => void;
};

const preferredPort = 5433;

/** The database of DATABASE_URL where that is set, else the PostgreSQL that came with the packages. */
export async function openDatabase(say: (line: string) => void): Promise<Database> {
  const given = process.env["DATABASE_URL"];
  if (!given) return openEmbedded(say);
  const version = await getServerVersion(given);
  return {
    url: given,
    description: `PostgreSQL ${version.split(" ")[0]} at ${new URL(given).host}, from DATABASE_URL`,
    steppedAround: [],
    stop: async () => {},
    kill: () => {},
  };
}

async function openEmbedded(say: (line: string) => void): Promise<Database> {
  const logFile = berthPath("logs", "postgres.log");
  const start = (port: number) =>
    startPostgres({ folder: berthPath("postgres"), logFile, port, durable: true });

  let current = await start(preferredPort);
  const { port, url, home } = current;
  const stopping = new AbortController();
  let bringingBack = Promise.resolve();
  void keepLogSmall(logFile, stopping.signal);
  void current.ended.then(lost);

  return {
    url,
    description: `PostgreSQL on port ${port}, kept in ${shown(home)}`,
    steppedAround: port === preferredPort ? [] : [sayStepped("database", preferredPort, port)],
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
    for (let attempt = 1; !stopping.signal.aborted; attempt++) {
      const pause = pauseMs(attempt);
      say(`PostgreSQL ended; starting it again in ${pause / 1000} s. Its log: ${shown(logFile)}`);
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      try {
        current = await startOnSamePort();
        if (stopping.signal.aborted) await current.stop();
        void current.ended.then(lost);
        return;
      } catch (error) {
        say(messageOf(error));
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
