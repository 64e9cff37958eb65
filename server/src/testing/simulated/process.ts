import type { InProcess } from "../../../../simulator/src/in-process.ts";
import type { Random } from "../../../../simulator/src/random.ts";
import type { Ctx } from "../../platform/context.ts";
import { Errands } from "../../platform/errands.ts";
import type { Log } from "../../platform/log.ts";
import type { Loop } from "../../platform/loops/loops.ts";
import type { Carrier } from "../../providers/ask.ts";
import { type Order, type Provider, ProviderFailure } from "../../providers/provider.ts";
import { makeVast } from "../../providers/vast/vast.ts";
import { sessionLoops, type SessionWork } from "../../sessions/index.ts";
import { OwnClouds } from "../../sessions/whose-key.ts";
import { isInterruption } from "../interrupted.ts";
import type { Looked } from "./bill.ts";
import { networkOf } from "./network.ts";
import { shellInto } from "./shell.ts";
import type { Owner, Stage } from "./stage.ts";
import type { Weather } from "./weather.ts";

export interface Surroundings {
  stage: Stage;
  cloud: InProcess;
  chance: Random;
  log: Log;
  weather: () => Weather;
  tell: (line: string) => void;
  /** A thread ended with what nobody should meet. */
  wonder: (error: unknown) => void;
  /** A list was asked for. */
  noteLook: (look: Looked) => void;
  /** A machine is about to be asked for. */
  beforeCreate: (order: Order) => Promise<void>;
  isPaced: boolean;
}

export const API_KEY = "key-of-the-simulation";
const OFTEN_MS = 60_000;

/** A server: its loops, its errands and its lines to the cloud, all of which die with it. */
export class Process implements Owner {
  readonly name: string;
  isDead = false;
  /** It dies as soon as everybody waits. */
  isDying = false;
  readonly work: SessionWork;
  readonly vast: Provider;
  readonly #loops: Loop[];
  readonly #surroundings: Surroundings;
  readonly #running = new Set<string>();
  readonly #endedAt = new Map<string, number>();

  constructor(name: string, ctx: Ctx, surroundings: Surroundings) {
    this.name = name;
    this.#surroundings = surroundings;
    const { stage, cloud, chance, weather, log } = surroundings;
    this.vast = this.#outside(
      makeVast({
        url: "http://vast.example",
        apiKey: API_KEY,
        clock: stage.clock,
        log,
        unpaced: !surroundings.isPaced,
        // What is tried again at once, and after which pause, goes by real time. The loops ask again by the simulated.
        patience: { attempts: 1, breaksAfter: Number.MAX_SAFE_INTEGER },
        carry: this.#carrier(),
      }),
    );
    const shell = shellInto(cloud, chance, weather);
    this.work = {
      ctx,
      providers: new Map([[this.vast.id, this.vast]]),
      ownClouds: new OwnClouds(() => this.vast),
      errands: new Errandboys(this, surroundings),
      looks: new Errandboys(this, surroundings),
      shell: { run: (order) => stage.outside(this, () => shell.run(order)) },
      operators: new Set(),
      agentUrl: "http://berth.example",
    };
    this.#loops = sessionLoops(this.work);
  }

  die(): void {
    this.isDying = true;
  }

  /** Begins the turns of these loops that are not under way. Those that come seldom do so here as well. */
  turn(...names: RegExp[]): void {
    const { stage, chance } = this.#surroundings;
    for (const { name, everyMs, run } of this.#loops) {
      if (!names.some((pattern) => pattern.test(name)) || this.#running.has(name)) continue;
      const since = stage.elapsedMs - (this.#endedAt.get(name) ?? Number.NEGATIVE_INFINITY);
      if (everyMs >= OFTEN_MS && (since < everyMs || chance.chance(0.6))) continue;
      this.#running.add(name);
      void this.thread(() => run(new AbortController().signal)).then(() => {
        this.#running.delete(name);
        this.#endedAt.set(name, stage.elapsedMs);
      });
    }
  }

  /** What a thread of it meets that everybody must be able to meet is passed over. */
  async thread(act: () => Promise<unknown>): Promise<void> {
    const { stage, wonder } = this.#surroundings;
    await stage.begin(this, act).catch((error: unknown) => {
      if (!(error instanceof ProviderFailure || isInterruption(error))) wonder(error);
    });
  }

  #carrier(): Carrier {
    const { stage, cloud, chance, weather, tell } = this.#surroundings;
    return networkOf({ stage, cloud, chance, weather, tell }, this);
  }

  /** While a provider is asked, others act. */
  #outside(provider: Provider): Provider {
    const { stage, noteLook, beforeCreate } = this.#surroundings;
    return new Proxy(provider, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          const look = { askedAt: stage.nowMs, isAnswered: false };
          if (name === "listInstances") noteLook(look);
          if (name === "create") await beforeCreate(args[0] as Order);
          const answer = await stage.outside(
            this,
            () => Reflect.apply(value, target, args) as Promise<unknown>,
          );
          look.isAnswered = true;
          return answer;
        };
      },
    });
  }
}

class Errandboys extends Errands {
  readonly #process: Process;
  readonly #stage: Stage;

  constructor(process: Process, { stage, log }: Surroundings) {
    super({ most: 100, log });
    this.#process = process;
    this.#stage = stage;
  }

  override begin(name: string, run: (signal: AbortSignal) => Promise<void>): boolean {
    return super.begin(name, (signal) => this.#stage.begin(this.#process, () => run(signal)));
  }
}
