// The decorators of the schema read types through it, so it comes before all of them.
import "reflect-metadata";
import { BadConfig, type Config, readConfig } from "./platform/config.ts";
import { systemClock } from "./platform/clock.ts";
import { makeLog } from "./platform/log.ts";
import { collectProcessMetrics, metrics } from "./platform/metrics.ts";
import { steadyClock } from "./platform/steady-clock.ts";
import { startBerth } from "./start.ts";

// The program: configuration first, then everything in order, then until it is told to stop.

let config: Config;
try {
  config = readConfig(process.env);
} catch (error) {
  console.error(error instanceof BadConfig ? `Berth cannot start: ${error.message}` : error);
  process.exit(1);
}
const log = makeLog(config.LOG_LEVEL);
collectProcessMetrics();

// Nothing is expected to end up here. If it does, the process says so and goes on: what failed was
// one operation, and ending all others would make it worse.
process.on("unhandledRejection", (error) => log.error({ err: error }, "an error nobody waited for"));

try {
  const aheadSeconds = config.CLOCK_AHEAD_SECONDS;
  if (aheadSeconds > 0) log.warn({ aheadSeconds }, "this clock is ahead of all others: a rehearsal");
  const clock = steadyClock(systemClock, (jumpMs) => {
    metrics.clockOffset.inc(-jumpMs / 1_000);
    log.error({ jumpMs }, "this machine's clock was set; Berth goes on by the time that passed");
  });
  const berth = await startBerth(config, clock, log);
  log.info({ url: berth.url }, "ready");
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    void berth.stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`Berth cannot start: ${reason}`);
  process.exit(1);
}
