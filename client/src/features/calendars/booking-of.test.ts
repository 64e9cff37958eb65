import { expect, test } from "vitest";
import { bookingOf } from "./booking-of.ts";

test("a booking holds all of its event, by quarters of an hour", () => {
  const event = { startsAt: "2026-11-28T13:05:00.000Z", endsAt: "2026-11-28T16:50:00.000Z", gpuCount: 2 };
  const query = new URL(bookingOf(event), "http://console.test").searchParams;
  expect(Object.fromEntries(query)).toEqual({
    startsAt: "2026-11-28T13:00:00.000Z",
    endsAt: "2026-11-28T17:00:00.000Z",
    gpus: "2",
  });
});
