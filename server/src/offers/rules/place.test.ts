import { expect, test } from "vitest";
import { liesIn } from "./place.ts";

test.each([
  ["NO", "Oslo, Norway", "NO", true],
  ["no", "Illinois", "US", false],
  ["tx", "Austin, TX", "US", true],
  ["us", "Texas", "US", true],
  ["us", "Austria", "AT", false],
  ["norway", "Oslo, Norway", "NO", true],
  ["oregon", "Texas", "US", false],
])("what is wished for in %j may be in %j (%s): %s", (place, region, country, is) => {
  expect(liesIn(place, { region, country })).toBe(is);
});
