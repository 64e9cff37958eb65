import { createInProcess, type InProcess, mishaps } from "../../../../simulator/src/in-process.ts";
import { type Random, randomFor } from "../../../../simulator/src/random.ts";
import { type Ctx, makeContext, type Platform } from "../../platform/context.ts";
import { makeLog } from "../../platform/log.ts";
import { steadyClock } from "../../platform/steady-clock.ts";
import { hearAgent } from "../../sessions/index.ts";
import { type Actor, SYSTEM } from "../../values/actor.ts";
import { type Cut, interruptible } from "../interrupted.ts";
import type { World } from "../world.ts";
import type { Looked } from "./bill.ts";
import { API_KEY, Process, type Surroundings } from "./process.ts";
import { type Owner, Stage } from "./stage.ts";
import { forgottenOrphans, machinesBeside } from "./watch.ts";
import { calm, stormOf, type Weather } from "./weather.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** When every life begins. */
const START = Date.parse("2026-11-20T09:00:00Z");
const SWEEP_MS = 2 * MINUTE;
/** So long nothing may be left to do before what is left is looked at: two sweeps. */
const SETTLED_MS = 2 * SWEEP_MS;
/** How soon it is looked again after something has changed, and after how long at the latest. */
const BUSY_STEPS = [5 * SECOND, 4 * MINUTE] as const;
const RUNNING_STEPS = [5 * MINUTE, HOUR] as const;
const BEAT_MS = 30 * SECOND;
const TICKS_MAX = 900;

interface Planned {
  at: number;
  isWeather: boolean;
  act: () => unknown;
}

/**
 * Servers, their clocks, the network and the simulated cloud in one process, on a time that is moved to whatever is
 * due next. Everything that is left to chance follows from the seed.
 */
export class Universe {
  readonly stage: Stage;
  readonly cloud: InProcess;
  readonly chance: Random;
  readonly isCalm: boolean;
  /** All calls to the cloud and all that befell, in order. */
  readonly history: string[] = [];
  /** What should not have happened, whatever the weather. */
  readonly strange: string[] = [];
  /** The lists that were asked for. */
  readonly looks: Looked[] = [];
  stormUntil = 0;
  /** When sessions were first seen to be ending. */
  readonly endingAt = new Map<string, number>();
  readonly #world: World;
  readonly #platform: Platform;
  readonly #people: Owner = { isDead: false };
  readonly #surroundings: Surroundings;
  readonly #processes: Process[] = [];
  #weather: Weather = calm;
  #denies = false;
  #planned: Planned[] = [];
  #born = 0;
  #beats = 0;
  readonly #silent = new Set<string>();
  readonly #beatAt = new Map<string, number>();
  readonly done = new Set<string>();

  constructor(world: World, seed: number) {
    this.#world = world;
    const random = (what: string) => randomFor(`seed ${seed} ${what}`);
    this.chance = random("people");
    this.isCalm = this.chance.chance(0.2);
    this.stage = new Stage(random("turns"), START);
    const isPaced = !this.isCalm && this.chance.chance(0.7);
    this.cloud = createInProcess({
      seed: `seed ${seed}`,
      startAt: START,
      machines: 8,
      limited: isPaced,
      idsAfter: seed * 100_000,
      apiKeys: [API_KEY],
      readOnlyKeys: [],
      blueLobsterKeys: [],
      tensorDockKeys: [],
      creditDollars: 1_000,
    });
    const log = makeLog("warn", { write: (line) => this.#read(line) });
    // As the product does, it goes by the time that passes and not by what its machine's clock is set to.
    const clock = steadyClock(
      this.stage.clock,
      () => {},
      () => this.stage.elapsedMs,
    );
    const ids = random("ids");
    const bytes = (count: number) => Uint8Array.from({ length: count }, () => ids.integer(0, 255));
    this.#platform = { ...world.platform, clock, log, random: { bytes } };
    this.#surroundings = {
      stage: this.stage,
      cloud: this.cloud,
      chance: random("network"),
      log,
      weather: () => this.#weather,
      tell: (line) => this.tell(line),
      wonder: (error) => this.strange.push(error instanceof Error ? (error.stack ?? "") : String(error)),
      noteLook: (look) => this.looks.push(look),
      beforeCreate: async ({ mark: { session } }) => {
        this.strange.push(...(await machinesBeside(this.world.ctx(), this.cloud, session)));
      },
      isPaced,
    };
    this.#planStorm(random("weather"));
  }

  /** On somebody's behalf, over connections that break as the weather is. */
  ctx(actor: Actor = SYSTEM): Ctx {
    return interruptible(makeContext(this.#platform, actor), () => this.#cut());
  }

  /** The same world for verbs that prepare it. */
  get world(): World {
    return {
      ...this.#world,
      platform: this.#platform,
      ctx: (actor: Actor = SYSTEM) => makeContext(this.#platform, actor),
    };
  }

  plan(inMs: number, act: () => unknown, isWeather = false): void {
    this.#planned.push({ at: this.stage.elapsedMs + Math.round(inMs), act, isWeather });
  }

  /** In a thread of its own, as requests are. */
  async byPeople<T>(act: () => Promise<T>): Promise<T> {
    return this.stage.begin(this.#people, act);
  }

  tell(line: string): void {
    this.history.push(`${this.stage.elapsedMs} ${line}`);
  }

  get process(): Process {
    const [first] = this.#processes;
    if (!first) throw new Error("no process is up");
    return first;
  }

  get stormEndsAt(): number {
    return START + this.stormUntil;
  }

  /** Whether the cloud may deny, at its list and when it is read, that a machine is there. */
  get mayDeny(): boolean {
    return this.#denies;
  }

  /** A server starts. */
  boot(): void {
    const name = `server ${++this.#born}`;
    const { stage } = this;
    const others = () => stage.outside(process, () => stage.pause(this.#pauseMs()));
    const ctx = interruptible(makeContext(this.#platform, SYSTEM), () => this.#cut(), others);
    const process: Process = new Process(name, ctx, this.#surroundings);
    this.#processes.push(process);
    this.tell(`${name} starts`);
  }

  /** Lives on until nothing has been left to do for two sweeps. */
  async run(): Promise<void> {
    let step = 0;
    let before = "";
    let idleSince: number | null = null;
    for (let ticks = 0; ticks < TICKS_MAX; ticks++) {
      await this.#tick();
      const { digest, isBusy, endsAt, left } = await this.#look();
      if (digest !== before) this.tell(digest);
      const last = this.stage.elapsedMs;
      if (left === 0 && this.#planned.every(({ isWeather }) => isWeather)) this.#clearUp();
      const isIdle = left === 0 && this.#planned.length === 0;
      idleSince = isIdle ? (idleSince ?? last) : null;
      if (idleSince !== null && last - idleSince >= SETTLED_MS) return;
      const [least, most] = isIdle ? [SWEEP_MS, SWEEP_MS] : isBusy ? BUSY_STEPS : RUNNING_STEPS;
      step = digest === before ? Math.min(Math.max(step * 12, least), most) : least;
      before = digest;
      await this.#passUntil(last + step, endsAt);
    }
    this.strange.push(`the dust has not settled after ${TICKS_MAX} turns`);
  }

  /** Goes to the next instant at which something should be looked at, and lets happen what happens until then. */
  async #passUntil(furthest: number, endsAt: number | null): Promise<void> {
    const { stage, cloud } = this;
    for (;;) {
      const cloudDue = cloud.dueAt - START;
      const people = Math.min(...this.#planned.map(({ at }) => at));
      const ends = endsAt === null || endsAt <= stage.nowMs ? furthest : endsAt - START;
      const stop = Math.min(furthest, ends);
      const next = Math.min(stop, cloudDue, people, stage.dueAt);
      stage.moveTo(next);
      const before = cloud.sight;
      cloud.moveTo(stage.nowMs);
      if (stage.actOne()) await this.#quiet();
      else if (people <= stage.elapsedMs) {
        await this.#actOnPlan();
        return;
      } else if (stop <= stage.elapsedMs || cloud.sight !== before) return;
    }
  }

  async #actOnPlan(): Promise<void> {
    for (;;) {
      const due = this.#planned.find(({ at }) => at <= this.stage.elapsedMs);
      if (!due) return;
      this.#planned = this.#planned.filter((one) => one !== due);
      await due.act();
      await this.#quiet();
    }
  }

  async #tick(): Promise<void> {
    await this.#beat();
    for (const loops of [[/^observe vast/], [/^advance/], [/^destroy/, /^settle/]]) {
      for (const process of this.#processes) process.turn(...loops);
      await this.#quiet();
    }
  }

  /** Everybody waits; who has died of something until now is gone. */
  async #quiet(): Promise<void> {
    await this.stage.quiet();
    for (const process of this.#processes.filter(({ isDying }) => isDying)) this.#bury(process);
  }

  #bury(process: Process): void {
    process.isDead = true;
    this.#processes.splice(this.#processes.indexOf(process), 1);
    this.tell(`${process.name} is gone`);
    const isPatient = this.chance.chance(0.3);
    this.plan(isPatient ? this.chance.integer(1, 10) * MINUTE : 0, () => this.boot());
  }

  /** Each agent whose machine runs says so. */
  async #beat(): Promise<void> {
    for (const [id, env] of this.cloud.agents()) {
      const token = env["BERTH_AGENT_TOKEN"];
      if (!token) continue;
      if (this.#surroundings.chance.chance(this.#weather.silent)) this.#silent.add(token);
      const since = this.stage.elapsedMs - (this.#beatAt.get(token) ?? Number.NEGATIVE_INFINITY);
      if (this.#silent.has(token) || since < BEAT_MS) continue;
      this.#beatAt.set(token, this.stage.elapsedMs);
      await this.byPeople(() =>
        hearAgent(this.world.ctx(), token, {
          count: ++this.#beats,
          agentVersion: "simulated",
          done: this.done.has(env["BERTH_SESSION"] ?? ""),
          vitals: { gpus: [], diskUsedGb: 1, diskTotalGb: 50, uptimeSeconds: id % 1_000, idleSeconds: 0 },
        }),
      );
    }
    await this.#quiet();
  }

  /** How things stand, in words that are different when anything is. */
  async #look() {
    const { sql } = this.#world.database;
    const all = await sql<{ digest: string; state: string; ends: string | null }[]>`
      (select concat_ws(' ', id, state, reason) as digest, state, ends_at::text as ends
      from sessions where state not in ('stopped', 'failed') order by id)
      union all
      (select concat_ws(' ', external_id, attempt, state,
        nullif(nullif(instance_state, 'provisioning'), 'loading'), proof, first_missed_at is not null), '', null
      from machines where state <> 'over' order by id)`;
    const rows = all.filter(({ state }) => state !== "");
    const machines = all.filter(({ state }) => state === "");
    if (this.stage.elapsedMs >= this.stormUntil) {
      const known = new Set(machines.map(({ digest }) => digest.split(" ")[0] ?? ""));
      const looks = this.looks.filter(({ askedAt }) => askedAt >= this.stormEndsAt);
      this.strange.push(...forgottenOrphans(this.cloud, looks, known));
    }
    for (const { digest, state } of rows) {
      const [id = ""] = digest.split(" ");
      if (state === "stopping" && !this.endingAt.has(id)) this.endingAt.set(id, this.stage.nowMs);
    }
    const running = rows.filter(({ state }) => state === "running");
    const ends = running.flatMap(({ ends }) => (ends ? [Date.parse(ends)] : []));
    const isDue = ends.some((at) => at <= this.stage.nowMs);
    const ours = this.cloud
      .contracts()
      .filter(({ phase, order }) => phase !== "gone" && order.label !== null);
    const there = ours.filter(({ order }) => order.label?.startsWith("berth-")).length;
    return {
      digest: all.map(({ digest }) => digest).join("; "),
      isBusy:
        isDue || running.length < rows.length || machines.length > running.length || there > machines.length,
      endsAt: ends.length === 0 ? null : Math.min(...ends),
      left: rows.length + machines.length + there,
    };
  }

  #cut(): Cut {
    const { chance } = this.#surroundings;
    return chance.chance(this.#weather.cut) ? chance.pick(["before", "after"] as const) : null;
  }

  /** A server may be put to sleep wherever it is. */
  #pauseMs(): number {
    const { chance } = this.#surroundings;
    return chance.chance(this.#weather.sleep) ? chance.integer(1, 180) * SECOND : 0;
  }

  #planStorm(chance: Random): void {
    if (this.isCalm) return;
    const from = chance.chance(0.6) ? 0 : chance.integer(1, 60) * MINUTE;
    const until = from + chance.pick([5, 20, 60, 150]) * MINUTE;
    this.stormUntil = until;
    this.plan(
      from,
      () => {
        this.#weather = stormOf(chance);
        for (const [mood, probability] of this.#weather.moods) this.cloud.moods.set(mood, { probability });
        const { moods, ...rest } = this.#weather;
        this.#denies = moods.has("empty-list") && moods.has("null-instance");
        this.tell(`a storm: ${JSON.stringify({ ...rest, moods: [...moods] })}`);
      },
      true,
    );
    this.plan(until, () => this.#clearUp(), true);
    const sometimes = (likely: number, act: () => void) => {
      if (chance.chance(likely)) this.plan(chance.between(0, until), act, true);
    };
    sometimes(0.2, () => this.stage.setClock(chance.pick([-24, -1, 1, 24]) * HOUR));
    sometimes(0.2, () => this.stage.setClock(chance.pick([-1, 1]) * HOUR));
    sometimes(0.2, () => this.#processes.forEach((process) => process.die()));
    for (let count = chance.integer(0, 2); count > 0; count--) {
      sometimes(0.7, () => this.#mishap(chance));
    }
    sometimes(0.3, () => this.boot());
    sometimes(0.3, () => this.#deny(chance.integer(5, 55) * SECOND));
  }

  /** Nothing more goes wrong from here on. */
  #clearUp(): void {
    if (this.#weather === calm && this.#planned.length === 0) return;
    this.#planned = this.#planned.filter(({ isWeather }) => !isWeather);
    this.#weather = calm;
    this.cloud.moods.calm();
    this.#silent.clear();
    this.stormUntil = this.stage.elapsedMs;
    this.tell("calm again");
  }

  /** For less than a minute the cloud has never heard of anything. */
  #deny(forMs: number): void {
    const denials = ["empty-list", "null-instance"] as const;
    for (const mood of denials) this.cloud.moods.set(mood, { probability: 1 });
    this.tell("everything is denied");
    const relent = () => denials.forEach((mood) => this.cloud.moods.calm(mood));
    this.plan(forMs, relent, true);
  }

  #mishap(chance: Random): void {
    const there = this.cloud.contracts().filter(({ phase }) => phase !== "gone");
    if (there.length === 0) return;
    const { id } = chance.pick(there);
    const what = chance.pick(mishaps);
    this.tell(`${id}: ${what}`);
    this.cloud.befall(id, what);
    if (what === "offline") this.plan(chance.integer(1, 30) * MINUTE, () => this.cloud.befall(id, "online"));
  }

  /** A line of a server's log. What it warns of must be of what is simulated here. */
  #read(line: string): void {
    if (/"type":"(Interrupted|ProviderFailure|NoWayIn|AggregateError)"/.test(line)) return;
    if (!line.includes('"err":')) return;
    this.strange.push(line);
  }
}
