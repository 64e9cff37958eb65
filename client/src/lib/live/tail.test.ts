import { parse } from "graphql";
import { expect, test } from "vitest";
import { ScriptedLine } from "./testing/scripted-line.ts";
import { followTail, tailAnew, tailEnds } from "./tail.ts";

interface Frame {
  cursor: string | null | typeof tailEnds | typeof tailAnew;
}

/** Each frame says what its reader answers it with. */
function following(after: string | null) {
  const line = new ScriptedLine();
  const heard: unknown[] = [];
  const options = {
    document: parse("subscription Ticks($after: Cursor) { ticks(after: $after) { cursor } }"),
    variables: {},
    after,
    onFrame: ({ cursor }: Frame) => {
      heard.push(cursor);
      return cursor;
    },
  };
  const stop = followTail<Frame, { after?: string | null }>(options, line);
  return { line, heard, stop };
}

const turn = (): Promise<void> => new Promise(setImmediate);

test("a tail that is cut goes on from the last cursor it handed out, after a while", async () => {
  const { line } = following("c1");
  line.tell({ cursor: "c2" });
  line.cut();
  await turn();
  expect(line.begun).toEqual(["c1", "c2"]);
  expect(line.retries).toBe(1);
});

test("a frame may end one subscription and begin another without a cursor, at once", async () => {
  const { line } = following("c1");
  line.tell({ cursor: tailAnew });
  await turn();
  expect(line.begun).toEqual(["c1", null]);
  expect(line.ended).toBe(1);
  expect(line.retries).toBe(0);

  line.tell({ cursor: "c9" });
  line.cut();
  await turn();
  expect(line.begun).toEqual(["c1", null, "c9"]);
});

test("what comes after a frame that ended its subscription is not heard", async () => {
  for (const end of [tailAnew, tailEnds]) {
    const { line, heard } = following("c1");
    const { tell } = line;
    tell({ cursor: end });
    tell({ cursor: "c2" });
    await turn();
    expect(heard).toEqual([end]);
    expect(line.begun).toEqual(end === tailAnew ? ["c1", null] : ["c1"]);
  }
});

test("a tail that was stopped, or ended by its reader, begins no more", async () => {
  const ended = following(null);
  ended.line.tell({ cursor: tailEnds });
  const stopped = following(null);
  stopped.stop();
  await turn();
  expect([ended.line.begun, stopped.line.begun]).toEqual([[null], [null]]);
  expect([ended.line.ended, stopped.line.ended]).toEqual([1, 1]);
});
