import { expect, test } from "vitest";
import { type Block, type Message, threadsOf, valuesOf } from "./workspace.ts";

const message = (ts: string, more: Partial<Message> = {}): Message => ({
  ts,
  channel: "C1",
  user: "U1",
  text: ts,
  edits: 0,
  ...more,
});

test("replies stand with what they reply to, and other channels elsewhere", () => {
  const threads = threadsOf(
    [message("1"), message("2", { threadTs: "1" }), message("3"), message("4", { channel: "C2" })],
    "C1",
  );
  expect(threads.map(({ message, replies }) => [message.ts, replies.map(({ ts }) => ts)])).toEqual([
    ["1", ["2"]],
    ["3", []],
  ]);
});

test("a form is sent as Slack sends it", () => {
  const input = (id: string, type: "number_input" | "static_select" | "datepicker"): Block => ({
    type: "input",
    block_id: id,
    label: { text: id },
    element: { type, action_id: `${id}-action` },
  });
  const filled = new FormData();
  filled.set("hours", "4");
  filled.set("pool", "pol_1");
  filled.set("date", "2026-12-01");
  expect(
    valuesOf(
      [input("hours", "number_input"), input("pool", "static_select"), input("date", "datepicker")],
      filled,
    ),
  ).toEqual({
    hours: { "hours-action": { type: "number_input", value: "4" } },
    pool: { "pool-action": { type: "static_select", selected_option: { value: "pol_1" } } },
    date: { "date-action": { type: "datepicker", selected_date: "2026-12-01" } },
  });
});
