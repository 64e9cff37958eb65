import { describe, expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import type { Filterable } from "./filter.ts";
import { inMarketFrames, mayHaveSeen, type OfferChanges } from "./market-frames.ts";

const changes = (changed: Record<string, Record<string, unknown> | null>, withdrawn: string[] = []) => ({
  changed: Object.entries(changed).map(([id, was]) => ({ id, was })),
  withdrawn,
});
const frames = (events: OfferChanges[], most: number) =>
  inMarketFrames(events, (event) => event, most).frames.map(({ last, ids }) => [events.indexOf(last), ids]);

describe("frames", () => {
  test("an offer that changed many times is told once, with the first event that names it", () => {
    const events = [changes({ a: {}, b: {} }), changes({ a: {} }), changes({ c: {}, a: {} }, ["b"])];
    expect(frames(events, 10)).toEqual([[2, ["a", "b", "c"]]]);
    expect(frames(events, 2)).toEqual([
      [1, ["a", "b"]],
      [2, ["c"]],
    ]);
  });

  test("an event of more offers than a frame holds is told whole, in a frame of its own", () => {
    const events = [changes({ a: {} }), changes({ b: {}, c: {}, d: {} }), changes({ e: {} })];
    expect(frames(events, 2)).toEqual([
      [0, ["a"]],
      [1, ["b", "c", "d"]],
      [2, ["e"]],
    ]);
  });

  test("a hundred thousand changes of one offer are one frame, whose place is that of the last", () => {
    const events = Array.from({ length: 100_000 }, () => changes({ a: {} }));
    expect(frames(events, 500)).toEqual([[99_999, ["a"]]]);
  });
});

describe("what a reader may have seen of an offer that it finds no more", () => {
  const now = { pricePerGpuHour: usd(5), gpuCount: 4, region: "Texas", datacenter: true } as Filterable;
  const past = (...events: OfferChanges[]) =>
    inMarketFrames(events, (event) => event, 10).pasts.get("a") ?? [];
  const under2 = { pricePerGpuHourMax: usd(2) };

  test("what it was before the first event", () => {
    const was = past(
      changes({ a: { pricePerGpuHour: usd(1) } }),
      changes({ a: { pricePerGpuHour: usd(9) } }),
    );
    expect(mayHaveSeen(now, was, under2)).toBe(true);
  });

  test("what it was in between", () => {
    // Whoever was told of the first event in the moment after the second saw it at one dollar.
    const was = past(
      changes({ a: { pricePerGpuHour: usd(9) } }),
      changes({ a: { pricePerGpuHour: usd(1) } }),
    );
    expect(mayHaveSeen(now, was, under2)).toBe(true);
  });

  test("each event takes back only what it changed", () => {
    const was = past(changes({ a: { gpuCount: 1 } }), changes({ a: { pricePerGpuHour: usd(1) } }));
    expect(mayHaveSeen(now, was, { ...under2, gpuCountMax: 1 })).toBe(true);
    expect(mayHaveSeen(now, was, { pricePerGpuHourMin: usd(2), gpuCountMax: 1 })).toBe(false);
  });

  test("one that is withdrawn was there as it stands", () => {
    expect(mayHaveSeen(now, past(changes({}, ["a"])), { datacenterOnly: true })).toBe(true);
    expect(mayHaveSeen(now, past(changes({}, ["a"])), under2)).toBe(false);
  });

  test("one that was not listed was not seen", () => {
    expect(mayHaveSeen(now, past(changes({ a: null })), null)).toBe(false);
    expect(mayHaveSeen(now, past(changes({ a: null }), changes({}, ["a"])), null)).toBe(true);
  });
});
