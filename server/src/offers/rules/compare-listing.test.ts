import { expect, test } from "vitest";
import { listed } from "../../testing/listed.ts";
import { usd } from "../../values/money.ts";
import { compareListing, factsOf, keyOf, type KnownOffer } from "./compare-listing.ts";

function known(offers: ReturnType<typeof listed>[], more: Partial<KnownOffer> = {}): Map<string, KnownOffer> {
  const list = offers.map((offer): KnownOffer => {
    return { ...factsOf("vast", offer), id: `off_${offer.externalId}`, state: "listed", missed: 0, ...more };
  });
  return new Map(list.map((offer) => [keyOf(offer), offer]));
}
const counts = ({ added, changed, back, missed, withdrawn }: ReturnType<typeof compareListing>) => ({
  added: added.length,
  changed: changed.length,
  back: back.length,
  missed: missed.length,
  withdrawn: withdrawn.length,
});
const none = { added: 0, changed: 0, back: 0, missed: 0, withdrawn: 0 };

test("a list that says the same changes nothing", () => {
  const offers = [listed("1"), listed("2")];
  expect(counts(compareListing("vast", known(offers), offers))).toEqual(none);
});

test("what is measured anew all the time does not make another offer of it, unless it is quite another", () => {
  const before = known([listed("1", { networkDownMbps: 900, networkUpMbps: 800, maxDurationHours: 72 })]);
  const still = [listed("1", { networkDownMbps: 700, networkUpMbps: 990, maxDurationHours: 69 })];
  expect(counts(compareListing("vast", before, still))).toEqual(none);
  for (const facts of [
    { trafficUpPerGb: 90_000n },
    { networkDownMbps: 90 },
    { networkUpMbps: null },
    { maxDurationHours: 40 },
  ]) {
    expect(counts(compareListing("vast", before, [listed("1", facts)]))).toEqual({ ...none, changed: 1 });
  }
});

test("a new price is a change, of that offer only", () => {
  const before = known([listed("1"), listed("2")]);
  const { changed, ...rest } = compareListing("vast", before, [
    listed("1", { pricePerHour: usd(3) }),
    listed("2"),
  ]);
  expect(changed.map(({ facts }) => [facts.externalId, facts.pricePerGpuHour])).toEqual([["1", usd(3)]]);
  expect(rest).toEqual({ added: [], back: [], missed: [], withdrawn: [], doubted: false });
});

test("on demand and interruptible are two products of one ask", () => {
  const both = [listed("1"), listed("1", { kind: "interruptible", pricePerHour: usd(1) })];
  expect(counts(compareListing("vast", new Map(), both))).toEqual({ ...none, added: 2 });
});

test("a row that is listed twice counts once", () => {
  expect(counts(compareListing("vast", new Map(), [listed("1"), listed("1")]))).toEqual({
    ...none,
    added: 1,
  });
});

test("an offer is withdrawn at the third list that does not show it, not before", () => {
  const after = (missed: number, shown = [listed("2")]) =>
    counts(compareListing("vast", known([listed("1"), listed("2")], { missed }), shown));
  expect(after(0)).toEqual({ ...none, missed: 1 });
  expect(after(1)).toEqual({ ...none, back: 1, missed: 1 });
  expect(after(2)).toEqual({ ...none, back: 1, withdrawn: 1 });
  expect(after(2, [listed("1"), listed("2")])).toEqual({ ...none, back: 2 });
});

test("a list that shows too little is believed at the twentieth, not before", () => {
  const offers = Array.from({ length: 10 }, (_, at) => listed(`${at}`));
  const compared = (missed: number) =>
    counts(compareListing("vast", known(offers, { missed }), [listed("0")]));
  expect(compared(18)).toEqual({ ...none, back: 1, missed: 9 });
  expect(compared(19)).toEqual({ ...none, back: 1, withdrawn: 9 });
});

test("one that was withdrawn comes back as itself", () => {
  const before = known([listed("1")], { state: "withdrawn", missed: 3 });
  expect(compareListing("vast", before, [listed("1")]).changed.map(({ known }) => known.id)).toEqual([
    "off_1",
  ]);
  expect(counts(compareListing("vast", before, []))).toEqual(none);
});

test("the price of one GPU is the machine's divided, and never nothing", () => {
  expect(factsOf("vast", listed("1", { gpuCount: 8, pricePerHour: usd(20) })).pricePerGpuHour).toBe(
    2_500_000n,
  );
  expect(factsOf("vast", listed("1", { gpuCount: 8, pricePerHour: 1n })).pricePerGpuHour).toBe(1n);
});
