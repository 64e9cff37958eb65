import { startBot } from "./bot.ts";
import { BadConfig, readConfig } from "./config.ts";
import { Unreadable } from "./kept/journal.ts";
import { makeLog } from "./log.ts";
import { NotUnderstood } from "./rules/filter.ts";

const log = makeLog();

try {
  const config = readConfig(process.env);
  const bot = await startBot(config, log);
  log.info("the bot listens", { url: bot.url, over: config.appToken ? "a socket" : "requests" });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      // Whoever stops it does not wait for Slack.
      setTimeout(() => process.exit(0), 8_000).unref();
      void bot.close().finally(() => process.exit(0));
    });
  }
} catch (error) {
  const plain = error instanceof BadConfig || error instanceof Unreadable || error instanceof NotUnderstood;
  console.error(plain ? error.message : error);
  process.exit(1);
}
