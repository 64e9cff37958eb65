import fc from "fast-check";
import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { costAt, costOf, type Stretch } from "./meter.ts";

const start = Date.UTC(2026, 10, 20);
const at = (ms: number) => new Date(start + ms);

/** Stretches as they come: one after another, the last perhaps open. */
const stretches = fc
  .array(fc.record({ gapMs: fc.nat(100_000), ms: fc.nat(10_000_000), price: fc.bigInt(0n, usd(400)) }), {
    minLength: 1,
    maxLength: 8,
  })
  .chain((parts) => fc.tuple(fc.constant(parts), fc.boolean()))
  .map(([parts, isOpen]) => {
    const list: Stretch[] = [];
    let from = 0;
    for (const { gapMs, ms, price } of parts) {
      from += gapMs;
      list.push({ from: at(from), until: at(from + ms), pricePerHour: price });
      from += ms;
    }
    const last = list.at(-1);
    if (isOpen && last) last.until = null;
    return list;
  });

test("M6: entries add up to the whole, wherever they are cut", () => {
  fc.assert(
    fc.property(stretches, fc.array(fc.nat(100_000_000), { maxLength: 20 }), (list, cuts) => {
      const instants = [0, ...cuts, 200_000_000].toSorted((a, b) => a - b);
      let sum = 0n;
      for (let n = 1; n < instants.length; n++) {
        const entry = costAt(list, at(instants[n] ?? 0)) - costAt(list, at(instants[n - 1] ?? 0));
        expect(entry).toBeGreaterThanOrEqual(0n);
        sum += entry;
      }
      expect(sum).toBe(costAt(list, at(200_000_000)));
    }),
  );
});

test("an hour costs its price, a second a 3,600th of it, and nothing nothing", () => {
  const list: Stretch[] = [{ from: at(0), until: null, pricePerHour: 3_600_000n }];
  expect(costAt(list, at(3_600_000))).toBe(3_600_000n);
  expect(costAt(list, at(1_000))).toBe(1_000n);
  expect(costAt(list, at(-5_000))).toBe(0n);
  expect(costAt([], at(1_000))).toBe(0n);
});

test("M3: what is held for the time covers what the time costs", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, usd(400)), fc.integer({ min: 1, max: 12 * 3_600_000 }), (price, ms) => {
      expect(costAt([{ from: at(0), until: at(ms), pricePerHour: price }], at(ms * 2))).toBe(
        costOf(price, ms),
      );
    }),
  );
});
