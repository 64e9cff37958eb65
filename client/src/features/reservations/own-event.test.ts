import { expect, test } from "vitest";
import { sayOwn } from "./own-event.ts";

test("an event of one’s own says what it would cost then and now, and when less, where the reader is", () => {
  const event = {
    id: "evaluation",
    title: "nightly evaluation",
    startsAt: "2026-11-20T04:00:00.000Z",
    endsAt: "2026-11-20T06:00:00.000Z",
    expected: "8.204000",
    atPricesNow: "8.000000",
    cheaper: { startsAt: "2026-11-20T23:00:00.000Z", saving: "2.008000" },
  };
  expect(sayOwn(event, "Europe/Berlin")).toBe(
    "nightly evaluation: $8.20 then, $8.00 now, $2.01 less from 21 Nov, 00:00",
  );
  expect(sayOwn({ ...event, cheaper: null }, "UTC")).toBe("nightly evaluation: $8.20 then, $8.00 now");
  expect(sayOwn({ ...event, expected: null, atPricesNow: null, cheaper: null }, "UTC")).toBe(
    "nightly evaluation",
  );
});
