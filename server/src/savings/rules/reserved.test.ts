import { expect, test } from "vitest";
import { costOfShare, type ReservedMachine, shareOut } from "./reserved.ts";

/** Numbers that look like chance and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) yield (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const MINUTE = 60_000;
const hour = (n: number) => n * 60 * MINUTE;
const machine = (sessionId: string, gpuCount: number, ...runs: ReservedMachine["runs"]) => ({
  sessionId,
  gpuCount,
  runs,
});

test("however machines come and go, their shares are all that was paid, and nobody has more than was reserved", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const chance = numbers(seed * 7_919);
    const upTo = (most: number) => Math.floor(chance.next().value * most);
    const parts = [0, 1, 2].slice(0, 1 + upTo(3)).map((n) => ({
      gpus: 1 + upTo(4),
      from: hour(n * 3),
      until: hour(n * 3) + (1 + upTo(12)) * 15 * MINUTE,
    }));
    const machines = Array.from({ length: 1 + upTo(4) }, (_, n) => {
      const from = upTo(hour(9)) - 20 * MINUTE;
      const until = from + 1 + upTo(hour(5));
      const open = upTo(4) === 0 ? null : until;
      return machine(`ses_${n}`, 1 + upTo(3), ...(upTo(5) === 0 ? [] : ([[from, open]] as const)));
    });
    const amount = BigInt(1 + upTo(90_000_000));
    const shares = [...shareOut({ amount, byTheHourPerGpu: 2_000_000n, parts }, machines).values()].flat();
    const costs = shares.map(({ share, from, until }) =>
      costOfShare(share, until.getTime() - from.getTime()),
    );
    expect(costs.reduce((sum, cost) => sum + cost, 0n)).toBe(amount);
    for (const cost of costs) expect(cost).toBeGreaterThanOrEqual(0n);
    for (const { gpus, from, until } of parts)
      for (let at = from; at < until; at += 7 * MINUTE) {
        const had = shares.filter((one) => one.from.getTime() <= at && at < one.until.getTime());
        expect(had.reduce((sum, { share }) => sum + share.gpus, 0)).toBe(gpus);
      }
  }
});

test("what runs before, after and beyond what was reserved has no share, and what does not run is paid for", () => {
  const shares = shareOut(
    { amount: 8_000_000n, byTheHourPerGpu: 1_500_000n, parts: [{ gpus: 2, from: 0, until: hour(4) }] },
    [
      machine("second", 2, [hour(1), hour(2)]),
      machine("first", 1, [-10 * MINUTE, hour(3)]),
      machine("never", 1),
    ],
  );
  const told = [...shares].map(([id, all]) => [
    id,
    all.map(({ what, from, until, share, pricePerHour }) =>
      [what, from.getTime() / hour(1), until.getTime() / hour(1), share.gpus, Number(pricePerHour)].join(" "),
    ),
  ]);
  expect(Object.fromEntries(told)).toEqual({
    first: [
      "everything 0 1 1 1000000",
      "nothing 0 1 1 1000000",
      "everything 1 2 1 1000000",
      "everything 2 3 1 1000000",
    ],
    second: ["everything 1 2 1 1000000", "nothing 2 3 1 1000000", "nothing 3 4 2 2000000"],
    never: [],
  });
});
