import { afterEach, beforeEach, expect, test } from "vitest";
import type { HearEvents, Tail } from "../events/tail.ts";
import { systemClock } from "../platform/clock.ts";
import { makeLog } from "../platform/log.ts";
import { Hub, type Subscribing } from "./hub.ts";

// A feed that is told by events and by announcements, as costs are by events and by the clock: what comes of one while
// the other is being told.

const at = (place: bigint) => ({ xid: place, id: place });
const happened = {
  position: at(2n),
  at: new Date(0),
  accountId: "acc_1",
  topic: "session.changed",
  subject: "ses_1",
  actorName: "",
  payload: {},
} as const;

let hear: HearEvents;
let head: typeof happened.position;
let hub: Hub;
let executed: number;
/** Frames are executed once this is there. */
let ready: Promise<void>;
let told: string[];
let leave: () => void;
beforeEach(() => {
  head = at(1n);
  executed = 0;
  ready = Promise.resolve();
  told = [];
  const tail = {
    get head() {
      return head;
    },
    hear: (hearer: HearEvents) => {
      hear = hearer;
      return () => {};
    },
    ends: () => Promise.resolve({ head, floor: at(0n) }),
    reach: () => Promise.resolve(),
  };
  const execute = async ({ root }: { root: unknown }) => {
    executed += 1;
    await ready;
    return { data: root as Record<string, unknown> };
  };
  hub = new Hub(tail as unknown as Tail, execute as never, systemClock, makeLog("silent"));
  leave = hub.subscribe({
    prepared: {
      hash: "one",
      operation: {},
      subscription: {
        fieldName: "costTicks",
        feed: {
          topics: ["session.changed"],
          sharing: "account",
          announced: "session.heard",
          start: () => Promise.resolve({ told: "how things stand" }),
          updates: () => Promise.resolve([{ told: "what happened" }]),
        },
      },
    },
    variables: {},
    args: {},
    rights: "",
    context: () => ({ actor: { accountId: "acc_1" } }),
    reader: {
      next: (body: Buffer) =>
        told.push((JSON.parse(body.toString()) as { data: { told: string } }).data.told),
      fail: (error: unknown) => told.push(String(error)),
      bufferedBytes: () => 0,
      cut: () => {},
    },
  } as unknown as Subscribing);
});
afterEach(() => {
  leave();
  hub.stop();
});

const announce = () => hub.hearAnnouncement({ topic: "session.heard", accountId: "acc_1" });
const happen = () => {
  head = happened.position;
  hear([happened]);
};

test.each([
  ["M6: an event that comes while how things stand is being told", announce, happen, "what happened"],
  ["what is announced while an event is being told", happen, announce, "how things stand"],
])("%s is told after it", async (_name, first, meanwhile, last) => {
  await expect.poll(() => told).toEqual(["how things stand"]);
  const { promise, resolve } = Promise.withResolvers<void>();
  ready = promise;
  first();
  await expect.poll(() => executed).toBe(2);
  meanwhile();
  resolve();
  await expect.poll(() => told).toHaveLength(3);
  expect(told.at(-1)).toBe(last);
});
