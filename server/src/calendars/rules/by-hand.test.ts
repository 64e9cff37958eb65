import { expect, test } from "vitest";
import { answerHand } from "./by-hand.ts";
import type { CalendarEntry } from "./entries.ts";

const at = (hour: number) => new Date(Date.UTC(2026, 10, 28, hour));
const entry: CalendarEntry = {
  id: "res_1",
  kind: "reservation",
  title: "1 × H100",
  linesIn: () => [],
  place: null,
  startsAt: at(10),
  endsAt: at(12),
  status: "confirmed",
  path: "/reservations/res_1",
  sequence: 0,
  createdAt: at(1),
  changedAt: at(1),
};
const seen = { deleted: false, title: "1 × H100", startsAt: at(10), endsAt: at(12) };

test("what says the same is left alone, and with it what somebody added of their own", () => {
  for (const byHand of ["put-back", "ask"] as const)
    expect(answerHand(seen, entry, byHand)).toEqual({ act: "leave" });
});

test("a change by hand is put back, and asked about only where somebody chose so", () => {
  const moved = { ...seen, startsAt: at(14), endsAt: at(16) };
  expect(answerHand(moved, entry, "put-back")).toEqual({ act: "put-back" });
  expect(answerHand(moved, entry, "ask")).toEqual({
    act: "propose",
    wish: { kind: "move", startsAt: at(14), endsAt: at(16) },
  });
  expect(answerHand({ ...seen, deleted: true }, entry, "put-back")).toEqual({ act: "put-back" });
  expect(answerHand({ ...seen, deleted: true }, entry, "ask")).toEqual({
    act: "propose",
    wish: { kind: "cancel" },
  });
});

test("another title, a whole day, and standing orders are put back whatever was chosen", () => {
  expect(answerHand({ ...seen, title: "mine" }, entry, "ask")).toEqual({ act: "put-back" });
  expect(answerHand({ ...seen, startsAt: null, endsAt: null }, entry, "ask")).toEqual({ act: "put-back" });
  const order = { ...entry, kind: "standing-order" as const };
  expect(answerHand({ ...seen, deleted: true }, order, "ask")).toEqual({ act: "put-back" });
});

test("what was cancelled does not come back", () => {
  const cancelled = { ...entry, status: "cancelled" as const };
  expect(answerHand({ ...seen, deleted: true }, cancelled, "ask")).toEqual({ act: "leave" });
  expect(answerHand(seen, cancelled, "ask")).toEqual({ act: "put-back" });
});
