import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSlack } from "../calling.ts";
import { type Double, startDouble } from "../double/double.ts";
import type { Message } from "../double/workspace.ts";
import { Memory } from "../kept/memory.ts";
import type { Log } from "../log.ts";
import { parseFilter } from "../rules/filter.ts";
import { place } from "../rules/placing.ts";
import { newChannel, type State } from "../rules/state.ts";
import type { Happened, Present } from "../rules/thing.ts";
import { type Pace, Teller } from "../telling/tell.ts";

export const CHANNEL = "C0GPUS";

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

export const present = (more: Partial<Present> = {}): Present => ({
  title: "2 × H100",
  path: "/sessions/ses_1",
  state: "Running",
  tone: "good",
  facts: [],
  actions: [],
  isOver: false,
  ...more,
});

let counted = 0;
export const happened = (more: Partial<Happened> = {}): Happened => {
  counted += 1;
  return {
    id: `evt_${counted}`,
    at: new Date(1_764_000_000_000 + counted * 1_000).toISOString(),
    topic: "session.changed",
    actorName: "Ada",
    summary: `did thing ${counted}`,
    subject: "ses_1",
    ...more,
  };
};

export const subscribed = (line = "all", more: Partial<State["channels"][string]> = {}) => ({
  ...newChannel(),
  ...more,
  subscriptions: [{ filter: parseFilter(line), by: "U0ADA" }],
});

/** A bot's memory and its mouth, beside a Slack on loopback. It can be killed and started again. */
export class TellingWorld {
  readonly double: Double;
  readonly #folder = mkdtempSync(join(tmpdir(), "berth-slack-"));
  memory!: Memory;
  #stopping: AbortController | null = null;
  #running: Promise<void> | null = null;

  private constructor(double: Double) {
    this.double = double;
  }

  static async open({ limits = false } = {}): Promise<TellingWorld> {
    const world = new TellingWorld(await startDouble({ limits }));
    world.memory = await Memory.open(world.#file);
    await world.memory.note({ t: "channel", id: CHANNEL, channel: subscribed() });
    return world;
  }

  get #file(): string {
    return join(this.#folder, "journal");
  }

  start(pace: Pace | null = { messageMs: 5, editMs: 5, settlesMs: 10, againMs: 20 }): void {
    const slack = openSlack("xoxb-double", `${this.double.url}/api/`, silent);
    this.#stopping = new AbortController();
    const to = {
      slack,
      memory: this.memory,
      log: silent,
      consoleUrl: "http://berth.example",
      ...(pace && { pace }),
    };
    this.#running = new Teller(to).run(this.#stopping.signal);
  }

  /** What is in memory only is gone. */
  async restart(): Promise<void> {
    await this.stop();
    this.memory = await Memory.open(this.#file);
    this.start();
  }

  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
    await this.memory.close();
  }

  async tell(...entries: [Happened, Present][]): Promise<void> {
    for (const [entry, now] of entries) {
      const told = place(this.memory.state, entry, now, Date.now(), { last: this.memory.state.counted });
      // Many at once are written at once, as they are when a stream is read.
      void this.memory.note({
        t: "heard",
        cursor: entry.id,
        lastEvent: { id: entry.id, at: entry.at },
        told,
      });
    }
    await this.memory.note({ t: "seen", id: "told", until: 0 });
  }

  messages(channel = CHANNEL): Message[] {
    return this.double.workspace.messages.filter((message) => message.channel === channel);
  }

  cards(): Message[] {
    return this.messages().filter(({ threadTs }) => !threadTs);
  }

  replies(): Message[] {
    return this.messages().filter(({ threadTs }) => threadTs);
  }

  isToldInFull(): boolean {
    return Object.values(this.memory.state.cards).every(
      (card) => card.ts && card.shown === card.version && card.told === card.counted && !card.trying,
    );
  }

  async close(): Promise<void> {
    await this.stop();
    await this.double.close();
    rmSync(this.#folder, { recursive: true });
  }
}
