import { expect, test } from "vitest";
import { micros } from "../money.ts";
import { randomFor } from "../random.ts";
import { nextPrice, roundPrice } from "./prices.ts";

test("a price moves by small steps, however far it has to go, and arrives", () => {
  const random = randomFor("walk");
  const target = micros(0.6);
  let price = micros(0.4);
  for (let look = 0; look < 60; look++) {
    const next = nextPrice(price, target, random);
    expect(Math.abs(next / price - 1)).toBeLessThan(0.036);
    price = next;
  }
  expect(Math.abs(price / target - 1)).toBeLessThan(0.05);
});

test("a cheap card's price moves too, though a step is less than what it is rounded to", () => {
  const random = randomFor("cheap");
  let price = micros(0.055);
  for (let look = 0; look < 40; look++) price = nextPrice(price, micros(0.08), random);
  expect(price).toBeGreaterThan(micros(0.07));
});

test("hosts ask round prices", () => {
  expect(roundPrice(micros(0.12345))).toBe(micros(0.123));
  expect(roundPrice(micros(2.0234))).toBe(micros(2.025));
  expect(roundPrice(micros(3.4567))).toBe(micros(3.46));
});
