import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { type Candidate, machineKey, rank, type Wanted } from "./failover.ts";

const wanted: Wanted = {
  gpuModel: "H100",
  gpuCount: 1,
  vramGb: 80,
  pricePerHour: usd(2),
  capPerHour: usd(10),
};
const one = (offerId: string, change: Partial<Candidate> = {}): Candidate => ({
  offerId,
  providerId: "vast",
  machineId: `m-${offerId}`,
  gpuModel: "H100",
  gpuCount: 1,
  vramGb: 80,
  pricePerHour: usd(2),
  availability: null,
  ...change,
});
const ids = (list: Candidate[]) => list.map(({ offerId }) => offerId);
const cents = (n: number) => BigInt(n) * 10_000n;

test("the same GPU for a fifth more, then as much memory for half more, then anything no smaller for twice as much", () => {
  const list = [
    one("twice", { gpuModel: "H200", vramGb: 141, pricePerHour: cents(400) }),
    one("half", { gpuModel: "A100", pricePerHour: cents(300) }),
    one("fifth", { pricePerHour: cents(240) }),
    one("too dear", { gpuModel: "H200", vramGb: 141, pricePerHour: cents(401) }),
    one("too small", { gpuModel: "A100", vramGb: 40, pricePerHour: cents(100) }),
    one("too many", { gpuCount: 2 }),
  ];
  expect(ids(rank(wanted, list, new Set()))).toEqual(["fifth", "half", "twice"]);
});

test("M5: never above what was agreed to", () => {
  const list = [one("a", { pricePerHour: cents(201) }), one("b")];
  expect(ids(rank({ ...wanted, capPerHour: usd(2) }, list, new Set()))).toEqual(["b"]);
});

test("a machine that failed is not tried again, under whichever offer", () => {
  const failed = one("a");
  const again = one("a relisted", { machineId: failed.machineId });
  expect(ids(rank(wanted, [failed, again, one("b")], new Set([machineKey(failed)])))).toEqual(["b"]);
});

test("within a step the best is what costs least per start that works", () => {
  const cheapAndBad = one("cheap", { pricePerHour: cents(180), availability: 0.3 });
  const dearAndGood = one("good", { pricePerHour: cents(200), availability: 0.95 });
  const unknown = one("unknown", { pricePerHour: cents(190) });
  expect(ids(rank(wanted, [cheapAndBad, unknown, dearAndGood], new Set()))).toEqual([
    "good",
    "unknown",
    "cheap",
  ]);
});
