import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Berth, BerthFault } from "@berth/client-sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Memory } from "../kept/memory.ts";
import type { Happened } from "../rules/thing.ts";
import { request, session } from "../testing/berth.ts";
import { CHANNEL, happened, silent, subscribed } from "../testing/telling.ts";
import { follow } from "./follow.ts";

let folder: string;
let memory: Memory;
let berth: FakeBerth;
let stopping: AbortController;
let following: Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-follow-"));
  berth = new FakeBerth();
  memory = await Memory.open(join(folder, "journal"));
  await memory.note({ t: "channel", id: CHANNEL, channel: subscribed() });
});

afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

function start(): void {
  stopping = new AbortController();
  const { signal } = stopping;
  following = follow({ berth: berth as unknown as Berth, memory, log: silent, signal, againMs: 5 });
}

async function stop(): Promise<void> {
  stopping.abort();
  await following;
  await memory.close();
}

/** A stream of what happens that begins after a cursor, and a list of all of it, the newest first. */
class FakeBerth {
  readonly all: Happened[] = [];
  /** The stream keeps nothing before it. */
  keepsFrom = 0;
  away = 0;
  request = request;
  readonly followedAfter: (string | null)[] = [];
  #wake = (): void => {};

  happens(...entries: Happened[]): void {
    this.all.push(...entries);
    this.#wake();
  }

  async *follow(
    _document: unknown,
    _variables: unknown,
    { after, signal }: { after: string | null; signal: AbortSignal },
  ) {
    this.followedAfter.push(after);
    const frame = (activityChanged: object) => ({ activityChanged });
    let at = after === null ? this.all.length : Number(after);
    if (after === null) yield frame({ __typename: "ActivityStarted", cursor: String(at) });
    if (at < this.keepsFrom) {
      at = this.keepsFrom;
      yield frame({ __typename: "Resync", cursor: String(at) });
    }
    const ended = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    while (!signal.aborted) {
      const entry = this.all[at];
      if (entry) yield frame({ __typename: "ActivityHappened", cursor: String(++at), entry });
      else await Promise.race([ended, new Promise<void>((resolve) => (this.#wake = resolve))]);
    }
    signal.throwIfAborted();
  }

  async ask(document: unknown): Promise<unknown> {
    const asked = JSON.stringify(document);
    if (this.away > 0) {
      this.away -= 1;
      throw new BerthFault("UNREACHABLE", "Berth does not answer.");
    }
    if (asked.includes("Budgets")) return { budgets: [] };
    if (asked.includes("SessionNow")) return { session };
    if (asked.includes("StartRequests")) return { startRequests: [this.request] };
    const nodes = this.all.toReversed();
    return { activity: { nodes, liveCursor: String(nodes.length), pageInfo: { hasNextPage: false } } };
  }
}

const told = (): string[] => {
  const lines = Object.values(memory.state.cards).flatMap(({ lines }) => lines);
  return lines.map(({ text }) => text.replace("Ada ", ""));
};
const says = (...entries: Happened[]) => entries.map(({ summary }) => summary);

test("killed anywhere, it reads on after what it noted, and tells each event once", async () => {
  const [first, second, third] = [happened(), happened(), happened()];
  start();
  await expect.poll(() => memory.state.cursor).toBe("0");
  berth.happens(first);
  await expect.poll(told).toEqual(says(first));
  await stop();
  berth.happens(second);
  memory = await Memory.open(join(folder, "journal"));
  start();
  berth.happens(third);
  await expect.poll(told).toEqual(says(first, second, third));
  expect(berth.followedAfter).toEqual([null, "1"]);
});

test("while Berth cannot say how things stand nothing is noted, and nothing is left out", async () => {
  const entries = [happened(), happened(), happened()];
  start();
  await expect.poll(() => memory.state.cursor).toBe("0");
  berth.away = 3;
  berth.happens(...entries);
  await expect.poll(told).toEqual(says(...entries));
  expect(berth.followedAfter).toEqual([null, "0", "0", "0"]);
});

test("what waits for approval has a card with its most and two buttons, until it is decided", async () => {
  const asked = { topic: "start-request.changed", subject: request.id };
  const present = () => Object.values(memory.state.cards)[0]?.present;
  start();
  await expect.poll(() => memory.state.cursor).toBe("0");
  berth.happens(happened(asked));
  await expect.poll(present).toMatchObject({
    title: "2 h of 8 × H100",
    actions: ["approve", "decline"],
    facts: [{ value: "$40.00" }, { value: "Mo" }, { value: "vision" }, { label: "Kept until" }],
  });
  berth.request = { ...request, state: "BEGUN", decidedBy: "Ada", begunId: "ses_1" };
  berth.happens(happened(asked));
  await expect.poll(present).toMatchObject({ state: "Approved", actions: [] });
});

test("what the stream no longer keeps is read from the list, and what both tell is told once", async () => {
  const entries = [happened(), happened(), happened(), happened(), happened()];
  const [first, ...rest] = entries;
  if (!first) throw new Error("none");
  start();
  await expect.poll(() => memory.state.cursor).toBe("0");
  berth.happens(first);
  await expect.poll(told).toEqual(says(first));
  await stop();
  berth.happens(...rest);
  berth.keepsFrom = 3;
  memory = await Memory.open(join(folder, "journal"));
  start();
  // The list is read while the stream tells of what it still keeps.
  await expect.poll(() => memory.state.cursor).toBe("5");
  const next = happened();
  berth.happens(next);
  await expect.poll(told).toEqual(says(...entries, next));
  expect(berth.followedAfter).toEqual([null, "1", "5"]);
});
