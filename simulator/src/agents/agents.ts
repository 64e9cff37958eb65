import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exit } from "../contracts/life.ts";
import type { Contract } from "../contracts/contract.ts";
import { getMachine, type World } from "../world.ts";
import { environmentOf } from "./agent-env.ts";
import { smiScript } from "./smi.ts";

// What a rented machine runs, really running: an agent that came with the order is started as a process of
// its own when its machine runs, and ended when it does not. Nothing else of an order is executed: a start
// script is somebody's, and this is somebody else's computer.
//
// An agent may end its machine, and here "the machine" must not be the one that all of this runs on. So it
// is started with a PATH of one folder, in which "shutdown" is a note to this file and nothing else is.

const LOOK_MS = 500;
const AGENT_ENV = /^BERTH_(URL|SESSION|AGENT_TOKEN|DEADLINE|HEARTBEAT_SECONDS|SILENT_SECONDS|SAVE_MINUTES)$/;

interface Running {
  /** Null for one that could not even be begun. */
  child: ChildProcess | null;
  folder: string;
}

export class Agents {
  readonly #world: World;
  readonly #program: string;
  readonly #running = new Map<number, Running>();
  #timer: NodeJS.Timeout | undefined;

  constructor(world: World, program: string) {
    this.#world = world;
    this.#program = program;
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  look(): void {
    for (const contract of this.#world.contracts.values()) {
      const env = contract.phase === "running" ? this.#envOf(contract) : null;
      if (env && !this.#running.has(contract.id)) this.#launch(contract, env);
    }
    for (const [id, { child, folder }] of this.#running) {
      const contract = this.#world.contracts.get(id);
      if (contract?.phase === "running" && existsSync(join(folder, "powered-off")))
        exit(this.#world, contract);
      if (contract?.phase === "running" && (child?.exitCode ?? null) === null) continue;
      this.#end(id);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    for (const id of this.#running.keys()) this.#end(id);
  }

  #envOf(contract: Contract): Readonly<Record<string, string>> | null {
    const found = Object.entries(environmentOf(contract, this.#world.now));
    const env = Object.fromEntries(found.filter(([name]) => AGENT_ENV.test(name)));
    // What saves its disk is somebody's script as well: in its place stands one that has nothing to save.
    return env["BERTH_AGENT_TOKEN"] ? { ...env, BERTH_DRAIN_HOOK: "exit 0" } : null;
  }

  #launch(contract: Contract, env: Readonly<Record<string, string>>): void {
    const folder = mkdtempSync(join(tmpdir(), "simulated-machine-"));
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const machine = getMachine(this.#world, contract.machineId);
    writeFileSync(join(bin, "nvidia-smi"), smiScript(machine, contract.gpus), { mode: 0o755 });
    writeFileSync(join(bin, "shutdown"), `#!/bin/sh\n: > '${folder}/powered-off'\n`, { mode: 0o755 });
    const all = { ...env, PATH: bin, BERTH_STATE_DIR: join(folder, "state"), BERTH_HEALTH_PORT: "off" };
    this.#running.set(contract.id, { child: this.#spawn(folder, all), folder });
  }

  /** One that does not start is a machine whose agent is silent. What an order says may be no environment at all. */
  #spawn(cwd: string, env: Readonly<Record<string, string>>): ChildProcess | null {
    try {
      const child = spawn(process.execPath, [this.#program], { cwd, env, stdio: "ignore" });
      child.on("error", () => {});
      return child;
    } catch {
      return null;
    }
  }

  #end(id: number): void {
    const running = this.#running.get(id);
    this.#running.delete(id);
    running?.child?.kill("SIGKILL");
    if (running) rmSync(running.folder, { recursive: true, force: true });
  }
}
