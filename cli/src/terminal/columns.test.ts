import { expect, test } from "vitest";
import { columnsOf, cut, padEnd, wrap } from "./columns.ts";

test.each([
  ["H100 × 8 – $2.10…", 17],
  ["東京", 4],
  ["e\u0301tude", 5],
  ["🚀 go", 5],
  ["👩‍👩‍👧", 2],
  ["ｗｉｄｅ", 8],
])("%s takes %i columns", (text, columns) => {
  expect(columnsOf(text)).toBe(columns);
});

test("what is cut or filled up is as wide as was asked, and no letter is taken apart", () => {
  expect(cut("東京リージョン", 6)).toBe("東京…");
  expect(cut("e\u0301e\u0301e\u0301", 2)).toBe("e\u0301…");
  expect(cut("as it is", 8)).toBe("as it is");
  expect(columnsOf(padEnd("東京", 7))).toBe(7);
});

test("lines end between words", () => {
  expect(wrap("one two three four", 9)).toBe("one two\nthree\nfour");
  expect(wrap("averylongword that follows", 6)).toBe("averylongword\nthat\nfollows");
});
