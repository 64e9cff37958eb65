import { expect, test } from "vitest";
import { returnPath, signInPath } from "./return-path.ts";

test("a path of the console is gone back to, with its search", () => {
  expect(returnPath("/offers?gpu=H100")).toBe("/offers?gpu=H100");
  expect(returnPath("/settings/keys")).toBe("/settings/keys");
});

test("nothing leads off the console", () => {
  for (const asked of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "\\\\evil",
    "",
  ]) {
    expect(returnPath(asked)).toBe("/offers");
  }
  expect(returnPath("/\t/evil.example")).toBe("/offers");
  expect(returnPath(null)).toBe("/offers");
});

test("signing in does not lead back to signing in", () => {
  expect(returnPath("/sign-in?next=/sign-in")).toBe("/offers");
  expect(signInPath("/sign-up")).toBe("/sign-in");
});

test("the way to sign-in remembers where one came from", () => {
  expect(signInPath("/offers?kind=on-demand&sort=-price")).toBe(
    "/sign-in?next=%2Foffers%3Fkind%3Don-demand%26sort%3D-price",
  );
  expect(signInPath("/offers")).toBe("/sign-in");
});
