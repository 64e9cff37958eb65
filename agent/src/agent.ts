import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { uptime } from "node:os";
import type { Disk } from "./disk.ts";
import {
  begin,
  type Born,
  type Lease,
  mustEnd,
  type Reason,
  secondsToSave,
  type State,
  withLease,
} from "./fate.ts";
import { runToSave, type Saved } from "./saving.ts";
import { Idleness, readDisk, readGpus } from "./vitals.ts";

const VERSION = "1";
const PATIENCE_MS = 10_000;
const LOOK_MS = 1_000;

export interface Settings extends Born {
  url: string;
  token: string;
  everyMs: number;
  /** Where the machine itself may ask how its agent is; null for nowhere. */
  healthPort: number | null;
  /** Run once when the session is ending, to finish what must be finished. */
  drainHook: string | null;
  /** So long it may take to save what is on the disk, which is then waited for; null where nobody waits. */
  saveSeconds: number | null;
  /** Exists once the provider gave notice that it will take the machine away. */
  preemptionFile: string | null;
  /** Where the machine's own timer, which ends it when nobody else does, reads until when it may live. */
  timerFile: string | null;
}

interface Saving {
  state: "saving" | Saved["state"];
  exitStatus: number | null;
  /** Berth said that the session is ending. What the machine began by itself, cut off, is not told. */
  asked: boolean;
}

/** The program on a machine: says that it lives, hears how long it may, and ends it when it must. */
export class Agent {
  readonly #settings: Settings;
  readonly #disk: Disk;
  readonly #end: (reason: Reason) => Promise<void>;
  readonly #say: (sentence: string) => void;
  readonly #idleness = new Idleness();
  #state: State;
  #timers: NodeJS.Timeout[] = [];
  #health: Server | null = null;
  #ending = false;
  #unkept = false;
  #drained = false;
  #saving: Saving | null = null;

  constructor(
    settings: Settings,
    disk: Disk,
    end: (reason: Reason) => Promise<void>,
    say: (sentence: string) => void,
  ) {
    this.#settings = settings;
    this.#disk = disk;
    this.#end = end;
    this.#say = say;
    this.#state = begin(disk.read(), settings, { uptime: uptime(), wall: Date.now(), boot: bootId() });
    this.#keep();
  }

  start(): void {
    // Two timers that know nothing of each other: however the network hangs, the end is looked at.
    this.#timers.push(setInterval(() => this.#goOn(this.#look()), LOOK_MS));
    const beat = () => {
      const next = () => this.#timers.push(setTimeout(beat, this.#settings.everyMs));
      this.#goOn(this.beat().finally(next));
    };
    beat();
    if (this.#settings.healthPort !== null) this.#listen(this.#settings.healthPort);
  }

  /** Whatever fails on a machine that nobody knows, the rest goes on: nobody else ends it. */
  #goOn(work: Promise<void>): void {
    work.catch((error: unknown) => this.#say(String(error)));
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#health?.close();
  }

  async beat(): Promise<void> {
    // Written before it is sent: a count that was used is never used again, whatever happens now.
    this.#change({ count: this.#state.count + 1 });
    const gpus = await readGpus();
    const { asked = false, ...saving } = this.#saving ?? {};
    const body = {
      count: this.#state.count,
      agentVersion: VERSION,
      done: this.#disk.isDone,
      ...(asked && { saving }),
      preemption: this.#settings.preemptionFile !== null && exists(this.#settings.preemptionFile),
      vitals: {
        gpus,
        ...(await readDisk()),
        uptimeSeconds: Math.round(uptime()),
        idleSeconds: this.#idleness.note(gpus),
      },
    };
    try {
      const response = await fetch(`${this.#settings.url}/agent/heartbeat`, {
        method: "POST",
        headers: { authorization: `Bearer ${this.#settings.token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      // Only Berth's own word ends a machine: what stands in between says no, too, to who is not signed in there.
      if (response.status === 401 && (await saysOver(response))) return this.#change({ over: true });
      if (!response.ok) return this.#say(`Berth answers ${response.status}`);
      const lease = (await response.json()) as Lease & {
        draining: boolean;
        saveSeconds?: number;
        heardCount?: number;
      };
      this.#change(withLease(this.#state, lease, { uptime: uptime(), wall: Date.now() }));
      // Begun again with less than was counted before, what it says is taken for said already.
      const { heardCount = 0 } = lease;
      if (heardCount > body.count && heardCount >= this.#state.count) {
        this.#change({ count: heardCount });
        this.#goOn(this.beat());
      }
      this.#hearEnd(lease.draining, lease.saveSeconds);
    } catch (error) {
      this.#say(`Berth cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #hearEnd(draining: boolean, saveSeconds = this.#settings.saveSeconds ?? 0): void {
    // Found again: what was saved in the meantime is saved anew when it ends.
    if (!draining && this.#saving?.state !== "saving") this.#saving = null;
    if (!draining) return;
    if (this.#settings.saveSeconds === null) this.#drain();
    else if (saveSeconds > 0) this.#goOn(this.#save(saveSeconds, true));
  }

  async #save(seconds: number, asked: boolean): Promise<void> {
    const { drainHook } = this.#settings;
    const before = this.#saving;
    if (!drainHook || before?.asked || (before && !asked)) return;
    if (before?.state === "saving") {
      // It goes on as what was asked for.
      before.asked = true;
      return;
    }
    const saving: Saving = { state: "saving", exitStatus: null, asked };
    this.#saving = saving;
    this.#say(`saving what is on the disk, for ${Math.round(seconds)} s at most`);
    if (asked) this.#goOn(this.beat());
    Object.assign(saving, await runToSave(drainHook, seconds));
    this.#say(`${saving.state}: ${saving.exitStatus ?? "not in time"}`);
    if (saving.asked) await this.beat();
  }

  async #look(): Promise<void> {
    const { saveSeconds } = this.#settings;
    const seconds = saveSeconds === null ? null : secondsToSave(this.#state, uptime(), saveSeconds);
    if (seconds !== null) this.#goOn(this.#save(seconds, false));
    const reason = mustEnd(this.#state, uptime());
    if (!reason || this.#ending) return;
    this.#ending = true;
    this.#say(`ending this machine: ${reason}`);
    if (saveSeconds === null) this.#drain();
    // Asked again until it is done: there is nothing left to do but this.
    await this.#end(reason).catch((error: unknown) => this.#say(String(error)));
    this.#timers.push(setTimeout(() => (this.#ending = false), 30_000));
  }

  #drain(): void {
    const { drainHook } = this.#settings;
    if (this.#drained || !drainHook) return;
    this.#drained = true;
    spawn("/bin/sh", ["-c", drainHook], { stdio: "ignore", detached: true })
      .on("error", (error) => this.#say(`the drain hook does not run: ${error.message}`))
      .unref();
  }

  #change(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#keep();
  }

  /** What is on the disk is for who comes after. A disk that is full, as training fills them, changes nothing now. */
  #keep(): void {
    const { timerFile } = this.#settings;
    try {
      this.#disk.write(this.#state);
      if (timerFile !== null) writeFileSync(timerFile, `${Math.ceil(this.#state.deadline)}\n`);
      this.#unkept = false;
    } catch (error) {
      if (!this.#unkept) this.#say(`the state cannot be kept: ${String(error)}`);
      this.#unkept = true;
    }
  }

  #listen(port: number): void {
    this.#health = createServer((_request, response) => {
      const { deadlineOnWall, heardAt, over, count } = this.#state;
      const health = {
        version: VERSION,
        deadline: deadlineOnWall,
        heardSecondsAgo: Math.round(uptime() - heardAt),
        beats: count,
        over,
        done: this.#disk.isDone,
        saving: this.#saving?.state ?? null,
      };
      response.setHeader("content-type", "application/json");
      response.end(`${JSON.stringify(health)}\n`);
    });
    this.#health.on("error", (error) => this.#say(`no health on port ${port}: ${error.message}`));
    this.#health.listen(port, "127.0.0.1");
  }
}

async function saysOver(response: Response): Promise<boolean> {
  const said: unknown = await response.json().catch(() => null);
  return (said as { over?: unknown } | null)?.over === true;
}

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    // Without it, a reboot looks like a restart whose clock began anew.
    return `up-since-${Math.round((Date.now() / 1000 - uptime()) / 60)}`;
  }
}
