import { Errands } from "../platform/errands.ts";
import {
  advanceSessions,
  destroyEnding,
  hearAgent,
  observeProvider,
  OwnClouds,
  type SessionRow,
  settleRunning,
  type SessionWork,
} from "../sessions/index.ts";
import type { Heartbeat, Vitals } from "../sessions/rules/vitals.ts";
import { observeOwnKeys } from "../sessions/own-key-loops.ts";
import { readSession } from "../sessions/store/sessions.ts";
import { ProviderFailure } from "../providers/provider.ts";
import { Cloud, shellOf } from "./cloud.ts";
import { type Cut, interruptible, isInterruption } from "./interrupted.ts";
import { listAgain } from "./market.ts";
import type { World } from "./world.ts";

const TURN_MS = 5_000;

/** The loops of sessions on a test's clock, beside clouds that it scripts, and the agents on their machines. */
export class Fleet {
  readonly clouds: Cloud[];
  /** The accounts of teams at clouds, by their keys. */
  readonly accounts = new Map<string, Cloud>();
  readonly work: SessionWork;
  readonly #world: World;
  /** Machines whose agent says nothing. */
  readonly silent = new Set<string>();
  /** What the agents tell of their GPUs. */
  gpus: Vitals["gpus"] = [];
  idleSeconds = 0;
  done = false;
  /** What the agents of sessions that are ending tell of what they save. */
  saving: Heartbeat["saving"];
  #turns = 0;
  #killed = () => {};
  #cut: { countdown: number; when: "before" | "after" } | null = null;
  #beats = 0;

  constructor(world: World, clouds: Cloud[] = [new Cloud(world.platform.clock)]) {
    this.#world = world;
    this.clouds = clouds;
    for (const cloud of clouds) cloud.onKill = () => this.kill();
    this.work = {
      ctx: interruptible(world.ctx(), () => this.#takeCut()),
      providers: new Map(clouds.map((cloud) => [cloud.id, cloud])),
      ownClouds: new OwnClouds((_id, key) => this.account(key)),
      errands: new Errands({ most: 100, log: world.log }),
      looks: new Errands({ most: 100, log: world.log }),
      shell: shellOf(() => this.#everywhere()),
      operators: new Set(),
      agentUrl: "http://berth.example",
    };
  }

  /** Another account at a cloud, whose key this is. */
  openAccount(key: string, cloudId = "vast"): Cloud {
    const account = new Cloud(this.#world.platform.clock, cloudId);
    account.onKill = () => this.kill();
    this.accounts.set(key, account);
    return account;
  }

  account(key: string): Cloud {
    const account = this.accounts.get(key);
    if (!account) throw new Error(`nobody has the key ${key}`);
    return account;
  }

  #everywhere(): Cloud[] {
    return [...this.clouds, ...this.accounts.values()];
  }

  /** The so-many-th transaction from now on is cut: before it did anything, or after it had committed. */
  cutTransaction(countdown: number, when: "before" | "after"): void {
    this.#cut = { countdown, when };
  }

  #takeCut(): Cut {
    const cut = this.#cut && --this.#cut.countdown === 0 ? this.#cut : null;
    if (cut) this.#cut = null;
    return cut?.when ?? null;
  }

  get cloud(): Cloud {
    const [cloud] = this.clouds;
    if (!cloud) throw new Error("a fleet has a cloud");
    return cloud;
  }

  /** The process is killed and a new one takes over: nothing that the old one had in memory is left. */
  kill(): void {
    const { log } = this.#world;
    Object.assign(this.work, {
      errands: new Errands({ most: 100, log }),
      looks: new Errands({ most: 100, log }),
      ownClouds: new OwnClouds((_id, key) => this.account(key)),
    });
    this.#killed();
  }

  /** Long stretches in which nothing is looked at closely may go by in longer steps. */
  async pass(ms: number, stepMs = ms > 8 * 60_000 ? 6 * TURN_MS : TURN_MS): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      await this.#world.clock.advance(stepMs);
      await this.turn();
    }
  }

  async turn(): Promise<void> {
    this.#turns += 1;
    await listAgain(this.#world);
    const killed = new Promise<void>((resolve) => (this.#killed = resolve));
    const { work } = this;
    const { signal } = new AbortController();
    for (const cloud of this.clouds) {
      await observeProvider(work, cloud, signal).catch((error: unknown) => {
        if (!(error instanceof ProviderFailure || isInterruption(error))) throw error;
      });
    }
    await observeOwnKeys(work);
    await Promise.race([work.looks.settled(), killed]);
    await this.#beat();
    await advanceSessions(work);
    await destroyEnding(work);
    await Promise.race([work.errands.settled(), killed]);
    if (this.#turns % 4 === 0) {
      await settleRunning(work.ctx).catch((error: unknown) => {
        if (!isInterruption(error)) throw error;
      });
    }
  }

  async until(state: SessionRow["state"], id: string, withinMs = 60 * 60_000): Promise<SessionRow> {
    for (let passed = 0; passed <= withinMs; passed += TURN_MS) {
      const session = await this.read(id);
      if (session.state === state) return session;
      await this.pass(TURN_MS);
    }
    throw new Error(`${id} is ${(await this.read(id)).state} and not ${state}`);
  }

  async read(id: string): Promise<SessionRow> {
    const session = await readSession(this.work.ctx, id);
    if (!session) throw new Error(`no session ${id}`);
    return session;
  }

  /** Each agent whose machine runs says so. */
  async #beat(): Promise<void> {
    for (const { instance, order } of this.#everywhere().flatMap((cloud) => cloud.there)) {
      const token = order.env?.["BERTH_AGENT_TOKEN"];
      if (instance.state !== "running" || !token || this.silent.has(instance.externalId)) continue;
      await hearAgent(this.work.ctx, token, {
        count: ++this.#beats,
        agentVersion: "test",
        done: this.done,
        ...(this.saving && { saving: this.saving }),
        vitals: {
          gpus: this.gpus,
          diskUsedGb: 1,
          diskTotalGb: 50,
          uptimeSeconds: 60,
          idleSeconds: this.idleSeconds,
        },
      });
    }
  }
}
