import { expect, test } from "vitest";
import { InvalidInput } from "../../values/refusal.ts";
import { nameFromEmail, ownAccountName, readEmail, readName } from "./names.ts";

test("a name is one line of what can be seen", () => {
  expect(readName("  Ada \r\n\t Lovelace ")).toBe("Ada Lovelace");
  expect(readName("Ada\u202eevil\u0000\u200b")).toBe("Ada evil");
  expect(readName("洛夫莱斯 🚀")).toBe("洛夫莱斯 🚀");
  expect(readName("🚀".repeat(80))).toHaveLength(160);
  for (const text of ["", " \n ", "\u200b\u200d", "x".repeat(81)])
    expect(() => readName(text)).toThrow(InvalidInput);
});

test("an address is in lower case, so that one mailbox is one person", () => {
  expect(readEmail(" Ada@Example.COM ")).toBe("ada@example.com");
});

test("what is no single address is refused", () => {
  const wrong = [
    "",
    "ada",
    "ada@",
    "@example.com",
    "ada@localhost",
    "a b@example.com",
    "ada@example..com",
    "ada@-example.com",
    "ada@example.com,eve@evil.test",
    "ada@example.com\r\nBcc: eve@evil.test",
    "<ada@example.com>",
    `${"a".repeat(250)}@example.com`,
  ];
  for (const text of wrong) expect(() => readEmail(text), text).toThrow(InvalidInput);
});

test("who has not said their name is called after their mailbox", () => {
  expect(nameFromEmail("ada@example.com")).toBe("ada");
  expect(ownAccountName("Ada")).toBe("Ada's team");
  expect([...ownAccountName("é".repeat(80))]).toHaveLength(80);
});
