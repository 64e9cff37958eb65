import fc from "fast-check";
import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { QUARTER_MS } from "./grid.ts";
import { gpuQuarters, type Part, without } from "./parts.ts";
import { durationDiscountBp, handBack, type PoolRule, priceOf, type Terms } from "./pricing.ts";

const start = Date.UTC(2026, 11, 1);
const part = (gpus: number, quarters: number): Part => ({
  gpus,
  startsAt: new Date(start),
  endsAt: new Date(start + quarters * QUARTER_MS),
});
const terms = (rest: Partial<Terms> = {}): Terms => ({
  basePerGpuHour: usd(2),
  onDemandPerGpuHour: usd(2),
  rules: [],
  daysAhead: 3,
  ...rest,
});
const anyTerms = fc
  .record({
    base: fc.bigInt({ min: 1n, max: 50_000_000n }),
    rules: fc.array(
      fc.record({
        shareBp: fc.integer({ min: -5_000, max: 0 }),
        minGpus: fc.integer({ min: 1, max: 64 }),
        minHours: fc.integer({ min: 0, max: 720 }),
      }),
      { maxLength: 4 },
    ),
    surcharge: fc.integer({ min: 0, max: 5_000 }),
  })
  .map(({ base, rules, surcharge }): Terms => {
    const rule = (at: number, rest: Partial<PoolRule>): PoolRule => ({
      id: `r${at}`,
      label: "rule",
      shareBp: 0,
      minGpus: 1,
      minHours: 0,
      minDaysAhead: 0,
      ...rest,
    });
    return terms({
      basePerGpuHour: base,
      onDemandPerGpuHour: base,
      rules: [...rules.map((rest, at) => rule(at, rest)), rule(9, { shareBp: surcharge })],
    });
  });

test("the discount goes from 10 % at an hour to 20 % at a week, in hundredths of a percent", () => {
  expect([4, 5, 336, 671, 672, 2_880].map(durationDiscountBp)).toEqual([
    1_000, 1_001, 1_497, 1_998, 2_000, 2_000,
  ]);
});

test("a day of 8 GPUs: lines, total and what an hour comes to", () => {
  const { lines, total, perGpuHour, onDemandTotal } = priceOf([part(8, 96)], terms());
  expect(lines.map(({ kind, shareBp, amount }) => [kind, shareBp, amount])).toEqual([
    ["base", null, usd(384)],
    ["duration-discount", -1_137, -43_660_800n],
  ]);
  expect([total, perGpuHour, onDemandTotal]).toEqual([340_339_200n, 1_772_600n, usd(384)]);
});

test("G11: lines add up to the total, to the micro-dollar, whatever the price and the length", () => {
  fc.assert(
    fc.property(
      anyTerms,
      fc.integer({ min: 4, max: 2_880 }),
      fc.integer({ min: 1, max: 64 }),
      (terms, quarters, gpus) => {
        const { lines, total, perGpuHour } = priceOf([part(gpus, quarters)], terms);
        expect(lines.reduce((sum, { amount }) => sum + amount, 0n)).toBe(total);
        expect((perGpuHour * BigInt(gpus * quarters)) / 4n).toBe(total);
      },
    ),
  );
});

test("more hours never make an hour dearer, and never the whole cheaper by more than a rule gives", () => {
  fc.assert(
    fc.property(
      anyTerms,
      fc.integer({ min: 4, max: 2_876 }),
      fc.integer({ min: 1, max: 64 }),
      (terms, quarters, gpus) => {
        const short = priceOf([part(gpus, quarters)], terms);
        const long = priceOf([part(gpus, quarters + 4)], terms);
        expect(long.perGpuHour <= short.perGpuHour).toBe(true);
      },
    ),
  );
});

test("a reservation never costs more than the same hours by the hour", () => {
  fc.assert(
    fc.property(anyTerms, fc.integer({ min: 4, max: 2_880 }), (terms, quarters) => {
      const { total, onDemandTotal } = priceOf([part(3, quarters)], terms);
      expect(total <= onDemandTotal).toBe(true);
    }),
  );
  const dear = terms({
    rules: [{ id: "w", label: "Holidays", shareBp: 5_000, minGpus: 1, minHours: 0, minDaysAhead: 0 }],
  });
  expect(priceOf([part(1, 4)], dear).lines.at(-1)).toMatchObject({ kind: "best-of", amount: -800_000n });
});

test("nobody books a week for the price and uses a day: what remains is priced at its own length", () => {
  const week = [part(1, 672)];
  const day = without(
    week,
    { startsAt: new Date(start + 96 * QUARTER_MS), endsAt: new Date(start + 672 * QUARTER_MS) },
    1,
  );
  const { back, kept } = handBack(week, day.left, terms(), 2_000);
  const paid = priceOf(week, terms()).total;
  expect(back + kept).toBe(paid - priceOf([part(1, 96)], terms()).total);
  expect(paid - back > priceOf([part(1, 96)], terms()).total).toBe(true);
});

test("handing back in pieces never gives more than was paid", () => {
  const piece = fc.record({
    from: fc.integer({ min: 0, max: 99 }),
    length: fc.integer({ min: 1, max: 40 }),
    gpus: fc.integer({ min: 1, max: 8 }),
  });
  fc.assert(
    fc.property(
      anyTerms,
      fc.array(piece, { maxLength: 8 }),
      fc.integer({ min: 0, max: 10_000 }),
      (terms, pieces, share) => {
        let parts: Part[] = [part(8, 100)];
        const total = priceOf(parts, terms).total;
        let given = 0n;
        for (const { from, length, gpus } of pieces) {
          const window = {
            startsAt: new Date(start + from * QUARTER_MS),
            endsAt: new Date(start + (from + length) * QUARTER_MS),
          };
          const { left, taken } = without(parts, window, gpus);
          expect(gpuQuarters(left) + gpuQuarters(taken)).toBe(gpuQuarters(parts));
          given += handBack(parts, left, terms, share).back;
          parts = left;
        }
        expect(given <= total).toBe(true);
      },
    ),
  );
});
