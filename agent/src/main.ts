import { writeSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Agent, type Settings } from "./agent.ts";
import { Disk } from "./disk.ts";
import { endMachine } from "./end-machine.ts";

// `node berth-agent.mjs` keeps watch; `node berth-agent.mjs done` says that the machine's work is done.

const SILENT_SECONDS = 30 * 60;
const EVERY_MS = 30_000;
const HEALTH_PORT = 7411;

/** Not by console.log: a stream whose file has no room ends the program that writes to it. */
function say(sentence: string): void {
  try {
    writeSync(1, `${new Date().toISOString()} ${sentence}\n`);
  } catch {
    // What cannot be said now is not what this is for.
  }
}

const disk = new Disk(process.env["BERTH_STATE_DIR"] || join(homedir(), ".berth-agent"));
if (process.argv[2] === "done") {
  if (disk.read() === null) {
    console.error(
      "No agent keeps watch from here: say it as the user that the agent runs as, with the same BERTH_STATE_DIR.",
    );
    process.exit(1);
  }
  disk.markDone();
  say("Berth will be told that the work is done");
} else {
  const settings = readSettings(process.env);
  if (typeof settings === "string") {
    console.error(settings);
    process.exit(1);
  }
  const agent = new Agent(settings, disk, () => endMachine(process.env, say), say);
  agent.start();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      agent.stop();
      process.exit(0);
    });
  }
}

function readSettings(env: NodeJS.ProcessEnv): Settings | string {
  const { BERTH_URL: url, BERTH_AGENT_TOKEN: token, BERTH_DEADLINE: deadline } = env;
  if (!url || !URL.canParse(url)) return "BERTH_URL is where Berth is found";
  if (!token) return "BERTH_AGENT_TOKEN is what the machine was created with";
  if (!deadline || Number.isNaN(Date.parse(deadline)))
    return "BERTH_DEADLINE is when the machine ends at the latest";
  return {
    url: url.replace(/\/$/, ""),
    token,
    deadline,
    silentSeconds: seconds(env["BERTH_SILENT_SECONDS"], SILENT_SECONDS),
    everyMs: seconds(env["BERTH_HEARTBEAT_SECONDS"], EVERY_MS / 1000) * 1000,
    healthPort: env["BERTH_HEALTH_PORT"] === "off" ? null : seconds(env["BERTH_HEALTH_PORT"], HEALTH_PORT),
    drainHook: env["BERTH_DRAIN_HOOK"] || null,
    saveSeconds: seconds(env["BERTH_SAVE_MINUTES"], 0) * 60 || null,
    preemptionFile: env["BERTH_PREEMPTION_FILE"] || null,
    timerFile: env["BERTH_TIMER_FILE"] || null,
  };
}

function seconds(text: string | undefined, usual: number): number {
  const value = Number(text);
  return text && Number.isFinite(value) && value > 0 ? value : usual;
}
