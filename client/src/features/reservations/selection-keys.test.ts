import { expect, test } from "vitest";
import { afterKey } from "./selection-keys.ts";

const zone = "Europe/Berlin";
const now = Date.parse("2026-10-24T06:00:00Z");
const window = { startsAt: "2026-10-24T08:00:00.000Z", endsAt: "2026-10-24T10:00:00.000Z" };
const press = (key: string, shiftKey = false, from = window) => afterKey(from, { key, shiftKey }, zone, now);

test("the arrows move what is chosen by a quarter or a day, and keep its length", () => {
  expect(press("ArrowDown")).toEqual({
    startsAt: "2026-10-24T08:15:00.000Z",
    endsAt: "2026-10-24T10:15:00.000Z",
  });
  expect(press("PageUp")).toEqual({
    startsAt: "2026-10-24T07:00:00.000Z",
    endsAt: "2026-10-24T09:00:00.000Z",
  });
  expect(press("Tab")).toBeNull();
});

test("T1: a day later is the same time on the clock, on the day that clocks are put back, too", () => {
  expect(press("ArrowRight")).toEqual({
    startsAt: "2026-10-25T09:00:00.000Z",
    endsAt: "2026-10-25T11:00:00.000Z",
  });
});

test("with Shift the end is moved, as by dragging it", () => {
  expect(press("ArrowDown", true)).toEqual({ ...window, endsAt: "2026-10-24T10:15:00.000Z" });
  expect(press("ArrowRight", true)).toEqual({ ...window, endsAt: "2026-10-25T11:00:00.000Z" });
});

test("nothing past is chosen, nothing under an hour, nothing over thirty days", () => {
  expect(press("ArrowLeft")).toEqual(window);
  const hour = { ...window, endsAt: "2026-10-24T09:00:00.000Z" };
  expect(press("ArrowUp", true, hour)).toEqual(hour);
  const month = { ...window, endsAt: "2026-11-23T08:00:00.000Z" };
  expect(press("PageDown", true, month)).toEqual(month);
});
