import { expect, test } from "vitest";
import { nextConnection, retryDelayMs, type Connection, type ConnectionEvent } from "./connection.ts";

const after = (...events: ConnectionEvent[]): Connection =>
  events.reduce<Connection>(nextConnection, { state: "connecting" });

test("a connection that is answered catches up, then is live", () => {
  expect(after({ type: "acknowledged" })).toEqual({ state: "catchingUp" });
  expect(after({ type: "acknowledged" }, { type: "settled" })).toEqual({ state: "live" });
});

test("offline is counted from the first drop, however often one dials", () => {
  const connection = after(
    { type: "acknowledged" },
    { type: "settled" },
    { type: "dropped", at: 5 },
    { type: "dropped", at: 9 },
  );
  expect(connection).toEqual({ state: "offline", since: 5 });
});

test("after a drop it catches up before it is live again", () => {
  expect(after({ type: "dropped", at: 5 }, { type: "settled" })).toEqual({ state: "offline", since: 5 });
  expect(after({ type: "dropped", at: 5 }, { type: "acknowledged" })).toEqual({ state: "catchingUp" });
});

test("waiting grows from half a second to fifteen, and chance spreads it over the upper half", () => {
  expect(retryDelayMs(0, 0)).toBe(250);
  expect(retryDelayMs(0, 1)).toBe(500);
  expect(retryDelayMs(3, 0.5)).toBe(3_000);
  expect(retryDelayMs(500, 1)).toBe(15_000);
});
