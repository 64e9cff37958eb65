import { expect, test } from "vitest";
import { InvalidInput } from "../../values/refusal.ts";
import { hintOf, readProviderKey } from "./provider-keys.ts";

test("a key is taken as it was pasted, without the spaces around it", () => {
  expect(readProviderKey("  b7c1-d2e3.f4_a5+b6/c7=\n")).toBe("b7c1-d2e3.f4_a5+b6/c7=");
});

test.each([
  "",
  "   ",
  "short",
  "two words 12",
  "line\r\nX-Evil: 1",
  "ключ-от-облака",
  "null\u0000byte12",
  "x".repeat(501),
])("%j is no key", (text) => {
  expect(() => readProviderKey(text)).toThrow(InvalidInput);
});

test("K1: what is shown of it is its end, and little of that", () => {
  expect(hintOf("abcdefghijklmnop")).toBe("mnop");
  expect(hintOf("abcdefgh")).toBe("gh");
});
