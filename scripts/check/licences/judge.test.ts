import { expect, test } from "vitest";
import { licenceBreaches, permits } from "./judge.ts";
import type { Exception, Installed } from "./judge.ts";

test.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0-only)", true],
  ["MIT AND ISC AND BSD-3-Clause", true],
  ["(MIT AND Zlib) OR GPL-2.0-only", true],
  ["SIL OPEN FONT LICENSE", true],
  ["MIT AND GPL-3.0-only", false],
  ["AGPL-3.0-only", false],
  ["LGPL-3.0-or-later", false],
  ["MPL-2.0", false],
  ["UNLICENSED", false],
  ["SEE LICENSE IN LICENSE.txt", false],
  ["", false],
])("%j is permitted: %s", (expression, expected) => {
  expect(permits(expression)).toBe(expected);
});

const prefixer: Installed = { name: "prefixer-linux", version: "1.0.0", licence: "MPL-2.0", shipped: false };
const exception: Exception = {
  name: "prefixer*",
  licence: "MPL-2.0",
  shipped: false,
  why: "It only writes our style sheets.",
};

test("a tool of development may be listed with its reason", () => {
  expect(licenceBreaches([prefixer], [])).toHaveLength(1);
  expect(licenceBreaches([prefixer], [exception])).toEqual([]);
});

test("the reason ends where it is shipped", () => {
  expect(licenceBreaches([{ ...prefixer, shipped: true }], [exception])).toEqual([
    "prefixer-linux@1.0.0: MPL-2.0 in what we ship. Do without it, or list it with a reason.",
  ]);
});

test("the reason ends when the licence changes", () => {
  expect(licenceBreaches([{ ...prefixer, licence: "GPL-3.0-only" }], [exception])).toHaveLength(1);
});
