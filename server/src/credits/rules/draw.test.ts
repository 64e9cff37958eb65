import fc from "fast-check";
import { expect, test } from "vitest";
import { divideRounded, percentOf } from "../../values/money.ts";
import { lotChangesOf, move, type Part, sumOf, totalsOf } from "./books.ts";
import { take, takeBack } from "./draw.ts";

const lots = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { maxLength: 8 })
  .map((amounts) => amounts.map((amount, at): Part => ({ lotId: `lot_${at}`, amount })));
const amounts = fc.bigInt({ min: 1n, max: 10n ** 16n });

const rounds = { numRuns: 20_000 };

test("what is taken is exactly what was asked for, in order, and of no lot more than it has", () => {
  fc.assert(
    fc.property(lots, amounts, (parts, amount) => {
      const taken = take(parts, amount);
      if (taken === null) {
        expect(sumOf(parts)).toBeLessThan(amount);
        return;
      }
      expect(sumOf(taken)).toBe(amount);
      const used = parts.filter(({ lotId }) => taken.some((part) => part.lotId === lotId));
      for (const [at, part] of taken.entries()) {
        expect(part.lotId).toBe(used[at]?.lotId);
        expect(part.amount > 0n && part.amount <= (used[at]?.amount ?? 0n)).toBe(true);
        // Only the last one taken from may have something left.
        if (at < taken.length - 1) expect(part.amount).toBe(used[at]?.amount);
      }
    }),
    rounds,
  );
});

test("taking and giving some back is the same as having taken less", () => {
  fc.assert(
    fc.property(lots, amounts, amounts, (parts, one, other) => {
      const [more, less] = one > other ? [one, other] : [other, one];
      const taken = take(parts, more);
      if (!taken || more === less) return;
      const back = takeBack(taken, more - less) ?? [];
      const kept = taken
        .map(({ lotId, amount }) => ({
          lotId,
          amount: amount - sumOf(back.filter((part) => part.lotId === lotId)),
        }))
        .filter(({ amount }) => amount > 0n);
      expect(kept).toEqual(take(parts, less));
    }),
    rounds,
  );
});

test("M2: whatever moves, all books together stay zero, and lots lose what they lose", () => {
  fc.assert(
    fc.property(lots, (parts) => {
      const entries = [...move("available", "held", parts), ...move("refunds", "available", parts)];
      expect(Object.values(totalsOf(entries)).reduce((sum, one) => sum + one, 0n)).toBe(0n);
      for (const { lotId, available, held, spent } of lotChangesOf(entries)) {
        const part = parts.find((one) => one.lotId === lotId);
        expect({ available, held, spent }).toEqual({
          available: 0n,
          held: part?.amount,
          spent: -(part?.amount ?? 0n),
        });
      }
    }),
  );
});

test("G11: shares of money are right to the micro-dollar, whatever the amount", () => {
  const big = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n });
  const near = fc.constantFrom(2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n);
  fc.assert(
    fc.property(fc.oneof(big, near), fc.bigInt({ min: 1n, max: 10n ** 9n }), (amount, by) => {
      const quotient = divideRounded(amount, by);
      const error = 2n * (amount - quotient * by);
      // No other whole number is nearer, and of two that are as near it is the even one.
      expect(error <= by && error >= -by).toBe(true);
      if (error === by || error === -by) expect(quotient % 2n).toBe(0n);
    }),
    { numRuns: 100_000 },
  );
  fc.assert(
    fc.property(big, fc.integer({ min: 0, max: 100 }), (amount, percent) => {
      const rest = amount - percentOf(amount, percent);
      expect(rest - percentOf(amount, 100 - percent)).toBeOneOf([0n, 1n, -1n]);
    }),
    rounds,
  );
});
