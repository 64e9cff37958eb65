import { expect, test } from "vitest";
import { listed } from "../../testing/listed.ts";
import { factsOf, keyOf, type KnownOffer } from "./compare-listing.ts";
import { showsTooLittle } from "./shows-too-little.ts";

const market = (count: number, facts: Partial<KnownOffer> = {}) =>
  Array.from({ length: count }, (_, at): KnownOffer => {
    const offer = listed(`${JSON.stringify(facts)} ${at}`);
    return { ...factsOf("vast", offer), id: `off_${at}`, state: "listed", missed: 0, ...facts };
  });
function isDoubted(known: KnownOffer[], shown: KnownOffer[], odd = 0): boolean {
  const byKey = new Map(known.map((offer) => [keyOf(offer), offer]));
  return showsTooLittle(byKey, new Set(shown.map(keyOf)), odd);
}

test("of a market that more than half is missing of, the rest is not gone", () => {
  const known = market(10);
  expect(isDoubted(known, known.slice(5))).toBe(false);
  expect(isDoubted(known, known.slice(6))).toBe(true);
});

test("of a handful, most may well be gone", () => {
  const known = market(5);
  expect(isDoubted(known, known.slice(4))).toBe(false);
});

test("that the last of a few is gone is not said by a list of nothing", () => {
  expect(isDoubted(market(2), [])).toBe(true);
});

test("a part that is missing is seen, however large the others are", () => {
  for (const facts of [{ verified: false }, { kind: "interruptible" as const }]) {
    const others = market(100, facts);
    expect(isDoubted([...market(6), ...others], others)).toBe(true);
  }
});

test("what is withdrawn already is missing in no list", () => {
  const known = market(10);
  expect(isDoubted([...known, ...market(90, { state: "withdrawn" })], known)).toBe(false);
});

test("more than one odd row in ten is too many for anything to be gone", () => {
  const known = market(20);
  expect(isDoubted(known, known, 2)).toBe(false);
  expect(isDoubted(known, known, 3)).toBe(true);
});

test("a provider that is new has nothing that could be missing", () => {
  expect(isDoubted([], market(3))).toBe(false);
});
