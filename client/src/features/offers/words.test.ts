import { expect, test } from "vitest";
import { countryName, percent, speed, tenths } from "./words.ts";

test("a share is never rounded up to certainty", () => {
  expect(percent(0.99999)).toBe("99.99 %");
  expect(percent(1)).toBe("100 %");
  expect(percent(0.995)).toBe("99.5 %");
  expect(percent(0.9871)).toBe("98.71 %");
});

test("in a column a share has one place, and is not rounded up either", () => {
  expect(tenths(0.99999)).toBe("99.9 %");
  expect(tenths(0.98)).toBe("98.0 %");
  expect(tenths(1)).toBe("100.0 %");
});

test("a country that nobody knows keeps its code", () => {
  expect(countryName("SE")).toBe("Sweden");
  expect(countryName("??")).toBe("??");
});

test("a speed is said in the unit that reads best, and one that is not known is not said", () => {
  expect(speed(812.4)).toBe("812 Mbit/s");
  expect(speed(9_400)).toBe("9.4 Gbit/s");
  expect(speed(null)).toBeNull();
});
