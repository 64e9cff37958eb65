import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BerthFault } from "@berth/client-sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Memory } from "../kept/memory.ts";
import { silent } from "../testing/telling.ts";
import { type Acting, finishTaken } from "./acting.ts";

let folder: string;
let memory: Memory;
let said: string[];
let keys: string[];
let acting: Acting;
/** What the client hands out once its patience is over, one for each try. */
let answers: (() => unknown)[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-acting-"));
  memory = await Memory.open(join(folder, "journal"));
  [said, keys] = [[], []];
  const berth = {
    ask: async (_: unknown, { idempotencyKey }: { idempotencyKey: string }) => {
      keys.push(idempotencyKey);
      return { extendSession: answers.shift()?.() };
    },
  };
  acting = {
    inHand: new Set(),
    said: new Map(),
    memory,
    people: { find: () => ({ id: "U1", berth }) } as never,
    replies: { say: async (_: string, words: string) => void said.push(words) } as never,
    log: silent,
  };
  await memory.note({
    t: "asked",
    confirmation: {
      id: "c1",
      user: "U1",
      channel: "C1",
      until: Date.now() + 300_000,
      responseUrl: "https://hooks.slack.com/x",
      state: "open",
      action: { name: "extend-session", sessionId: "ses_1", hours: 8 },
    },
  });
  await memory.note({ t: "taken", id: "c1" });
});
afterEach(async () => {
  await memory.close();
  rmSync(folder, { recursive: true });
});

const fault = (code: string) => () => {
  throw new BerthFault(code, "No.");
};
const refusal = (type: string) => () => ({ __typename: type, message: "No." });
const extended = () => ({ __typename: "Session", endsAt: null });

test.each([
  ["it is still being done", refusal("IdempotencyKeyInUse")],
  ["too much is asked at the moment", fault("RATE_LIMITED")],
  ["the server has a fault at the moment", fault("INTERNAL_SERVER_ERROR")],
])(
  "M7: what may have been done is asked for under its key until it is answered, when %s too",
  async (_, second) => {
    answers = [fault("TOO_SLOW"), second, second, extended];
    for (const tries of [1, 2, 3]) {
      await finishTaken(acting);
      expect(memory.state.confirmations["c1"]?.state, `try ${tries}`).toBe("taken");
    }
    await finishTaken(acting);
    expect(memory.state.confirmations["c1"]?.state).not.toBe("taken");
    expect(new Set(keys).size).toBe(1);
    // The same is not said every minute.
    expect(said).toHaveLength(3);
    expect(said.at(-1)).toBe("Extended by 8 h.");
  },
);

test("a no is an answer", async () => {
  answers = [refusal("BeyondLongest")];
  await finishTaken(acting);
  expect(said).toEqual(["No."]);
  expect(memory.state.confirmations["c1"]?.state).not.toBe("taken");
});
