import { expect, test } from "vitest";
import { rowsOf } from "./course.ts";
import { eventsInWords, eventsOf, type PricedEvent, spansOf, tellEvents } from "./own-spans.ts";
import type { Market } from "./markets.ts";

const hour = (at: number) => `2026-11-20T${String(at).padStart(2, "0")}:00:00.000Z`;
const at = (of: number) => Date.parse(hour(of));

const event: PricedEvent = {
  id: "evaluation",
  title: "nightly evaluation",
  startsAt: hour(4),
  endsAt: hour(6),
  gpu: "H100",
  gpuCount: 2,
  expected: "8.204000",
  atPricesNow: "8.000000",
  cheaper: { startsAt: hour(8), expected: "6.196000", saving: "2.008000" },
};
const rows = rowsOf(
  Array.from({ length: 10 }, (_, n) => ({ at: hour(n), median: "2.000000" })),
  null,
  null,
);

test("an event stands where it is, and where it would be cheaper, each with what it costs there", () => {
  expect(spansOf([event], rows)).toEqual([
    { id: "evaluation", tone: "event", from: at(4), to: at(6), text: "$8.20", row: 0 },
    // What reaches beyond the hours that are shown ends with them.
    { id: "evaluation cheaper", tone: "cheaper", from: at(8), to: at(9), text: "$6.20", row: 1 },
  ]);
});

test("prices that would stand over each other stand in rows", () => {
  const days = rowsOf(
    Array.from({ length: 14 }, (_, day) => ({
      at: new Date(at(0) + day * 86_400_000).toISOString(),
      median: "2.000000",
    })),
    null,
    null,
  );
  const nightly = [0, 1, 2].map((day) => ({
    ...event,
    id: `night ${day}`,
    startsAt: new Date(at(4) + day * 86_400_000).toISOString(),
    endsAt: new Date(at(6) + day * 86_400_000).toISOString(),
  }));
  const drawn = spansOf(nightly, days).map(({ id, row }) => [id, row]);
  expect(Object.fromEntries(drawn)).toEqual({
    "night 0": 0,
    "night 1": 0,
    "night 2": 0,
    "night 0 cheaper": 1,
    "night 1 cheaper": 2,
    "night 2 cheaper": 3,
  });
});

test("what is beyond the hours that are shown is not drawn, and what cannot be foretold has no price", () => {
  const far = { ...event, startsAt: hour(20), endsAt: hour(22), cheaper: null };
  expect(spansOf([far], rows)).toEqual([]);
  expect(spansOf([{ ...event, expected: null, cheaper: null }], rows)).toMatchObject([{ text: null }]);
});

test("only events of a market's own GPU are drawn over its prices", () => {
  const market = (gpuModel: string, gpuSocket: string | null) => ({ gpuModel, gpuSocket }) as Market;
  expect(eventsOf([event], market("H100", "SXM"))).toEqual([event]);
  expect(eventsOf([event], market("H100", null))).toEqual([event]);
  expect(eventsOf([{ ...event, gpu: "H100 PCIe" }], market("H100", "SXM"))).toEqual([]);
  expect(eventsOf([event], market("A100", null))).toEqual([]);
});

test("the hours of an event tell what it costs there, at prices of now, and when less", () => {
  const points = rows.map(({ at }) => ({ x: Date.parse(at), own: [] }));
  const told = tellEvents(points as never, [event], "UTC").map(({ own }) => own);
  const words =
    "“nightly evaluation” on 2 × H100: $8.204 foretold, $8.00 at prices of now, $2.008 less from 20 Nov 2026, 08:00 UTC";
  expect(told[4]).toEqual([words]);
  expect(told[5]).toEqual([words]);
  expect(told[6]).toEqual([]);
  expect(told[8]).toEqual(["“nightly evaluation” would cost $6.196 here"]);
  expect(eventsInWords([event], "UTC")).toBe(`20 Nov 2026, 04:00 UTC: ${words}.`);
});
