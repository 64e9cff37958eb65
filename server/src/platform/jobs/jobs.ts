import { Logger, run, type Runner, runMigrations, type Task } from "graphile-worker";
import pg from "pg";
import { type Clock, sleep } from "../clock.ts";
import { APP_ROLE } from "../db/roles.ts";
import { describe, type Log } from "../log.ts";
import { metrics } from "../metrics.ts";

// Jobs are what must be tried again until it is done, or done by the calendar. graphile-worker keeps
// them in the same database, so that one may be added in the transaction that makes it necessary.

const CONCURRENCY = 2;
const CONNECTING_MS = 5_000;

export interface Jobs {
  /** What each kind of job does. An error means: again later, with growing patience. */
  tasks: Record<string, (payload: unknown) => Promise<void>>;
  /** Lines of a crontab in UTC: minute hour day month weekday task. */
  crontab: string;
}

/** Does not wait for the database: jobs begin as soon as it answers. */
export function startJobs(options: { url: string; jobs: Jobs; log: Log; clock: Clock }): {
  stop(): Promise<void>;
} {
  const { log, clock } = options;
  const stopping = new AbortController();
  const pool = makePool(options.url, log);
  const running = keepTrying();

  async function keepTrying(): Promise<Runner | undefined> {
    for (let first = true; !stopping.signal.aborted; first = false) {
      try {
        return await startRunner(pool, options.jobs, log, clock);
      } catch (error) {
        if (first) log.warn({ err: error }, "jobs cannot start yet; will keep trying");
        await sleep(clock, 1_000, stopping.signal);
      }
    }
    return undefined;
  }

  return {
    async stop() {
      stopping.abort();
      await (await running)?.stop();
      await untilIdle(pool, clock);
      await pool.end();
    },
  };
}

/**
 * The library does not wait until what became of its last jobs is written. A pool that has ended lends nobody a
 * connection, and then a job that failed at that moment would be nobody's for hours.
 */
async function untilIdle(pool: pg.Pool, clock: Clock): Promise<void> {
  const until = clock.elapsedMs() + CONNECTING_MS;
  const isBusy = () => pool.waitingCount > 0 || pool.idleCount < pool.totalCount;
  do await sleep(clock, 5);
  while (isBusy() && clock.elapsedMs() < until);
}

function makePool(url: string, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONCURRENCY + 2,
    options: `-c role=${APP_ROLE}`,
    connectionTimeoutMillis: CONNECTING_MS,
    query_timeout: 10_000,
    application_name: "berth-jobs",
  });
  // A lost connection is an event that would end the process if nobody listened.
  pool.on("error", (error) => log.debug({ err: error }, "a job connection was lost"));
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** What the library writes to its log and keeps with the job is the words of an error, and has to be fit for that. */
class Words extends Error {
  override stack = "";
}

function startRunner(pool: pg.Pool, jobs: Jobs, log: Log, clock: Clock): Promise<Runner> {
  const taskList: Record<string, Task> = {};
  for (const [name, act] of Object.entries(jobs.tasks)) {
    taskList[name] = async (payload) => {
      try {
        await act(payload);
        metrics.loopLastSuccess.set({ loop: name }, clock.now().getTime() / 1000);
      } catch (error) {
        metrics.loopFailures.inc({ loop: name });
        log.warn({ err: error, job: name }, "a job ended in an error");
        throw new Words(describe(error).message);
      }
    };
  }
  return run({
    pgPool: pool,
    taskList,
    crontab: jobs.crontab,
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") log.warn({ from: "jobs" }, message);
      else log.debug({ from: "jobs" }, message);
    }),
  });
}

/** The library's own tables, made with everything else by the owner of the database. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: new Logger(() => () => {}) });
}
