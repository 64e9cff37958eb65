import { expect, test } from "vitest";
import { systemRandom } from "./random.ts";
import { makeSeal } from "./seal.ts";

const seal = makeSeal("a secret that is long enough to be one", systemRandom);

test("what was sealed opens in its place, and says nothing before", () => {
  const sealed = seal.close("let me in", "mail_1");
  expect(sealed).not.toContain("let me in");
  expect(seal.open(sealed, "mail_1")).toBe("let me in");
  expect(seal.close("let me in", "mail_1")).not.toBe(sealed);
});

test("T21: moved to another row, changed, or under another secret it does not open", () => {
  const sealed = seal.close("let me in", "mail_1");
  const other = makeSeal("another secret, as long as the other", systemRandom);
  expect(seal.open(sealed, "mail_2")).toBeNull();
  expect(other.open(sealed, "mail_1")).toBeNull();
  const parts = sealed.split(".");
  for (const [at, part] of parts.entries()) {
    const first = part.startsWith("A") ? "B" : "A";
    const changed = parts.with(at, first + part.slice(1)).join(".");
    expect(seal.open(changed, "mail_1"), `part ${at}`).toBeNull();
  }
  for (const nonsense of ["", ".", "s1...", "s1.AAAA.AAAA.AAAA", "let me in"]) {
    expect(seal.open(nonsense, "mail_1")).toBeNull();
  }
});

test("what an earlier secret sealed opens still, and is known to be of yesterday", () => {
  const sealed = seal.close("let me in", "mail_1");
  const now = makeSeal("another secret, as long as the other", systemRandom, [
    "a secret that is long enough to be one",
  ]);
  expect(now.open(sealed, "mail_1")).toBe("let me in");
  expect(now.isFresh(sealed, "mail_1")).toBe(false);
  expect(now.isFresh(now.close("let me in", "mail_1"), "mail_1")).toBe(true);
  expect(now.open(sealed, "mail_2")).toBeNull();
});
