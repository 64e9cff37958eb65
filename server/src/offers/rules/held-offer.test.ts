import { expect, test } from "vitest";
import { usd } from "../../values/money.ts";
import { InvalidInput } from "../../values/refusal.ts";
import { pricesToPay, readMinutes, stateAt } from "./held-offer.ts";

test("whoever holds an offer pays what was frozen, or less where it has become cheaper", () => {
  const frozen = { pricePerHour: usd(2), diskPricePerGbMonth: usd(1) };
  expect(pricesToPay(frozen, { pricePerHour: usd(3), diskPricePerGbMonth: usd(2) })).toEqual(frozen);
  expect(pricesToPay(frozen, { pricePerHour: usd(1), diskPricePerGbMonth: usd(2) })).toEqual({
    pricePerHour: usd(1),
    diskPricePerGbMonth: usd(1),
  });
});

test("a hold is over at the instant at which its time runs out, whoever writes it down", () => {
  const expiresAt = new Date(1_000);
  expect(stateAt({ state: "live", expiresAt }, new Date(999))).toBe("live");
  expect(stateAt({ state: "live", expiresAt }, new Date(1_000))).toBe("expired");
  expect(stateAt({ state: "taken", expiresAt }, new Date(2_000))).toBe("taken");
});

test("an offer is held for a few minutes, and not for none or for hours", () => {
  for (const minutes of [1, 15]) expect(readMinutes(minutes)).toBe(minutes);
  for (const minutes of [0, -1, 16, 2 ** 31 - 1]) expect(() => readMinutes(minutes)).toThrow(InvalidInput);
});
