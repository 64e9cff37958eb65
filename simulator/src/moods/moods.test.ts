import { expect, test } from "vitest";
import { moods as catalog } from "./catalog.ts";
import { Moods } from "./moods.ts";

test("every line of what was seen in the field has a mood", () => {
  const lines = new Set<string>(Object.values(catalog).map(({ line }) => line));
  const seen = [...linesOf("V", 14), ...linesOf("T", 10), ...linesOf("B", 7)];
  expect(seen.filter((line) => !lines.has(line))).toEqual([]);
});

test("a scripted strike comes first, then the probability", () => {
  const moods = new Moods("1");
  moods.set("stale-ask", { next: 2, with: { status: 410 } });
  const strikes = [1, 2, 3].map(() => moods.of("vast").strikes("stale-ask", "create"));
  expect(strikes).toEqual([{ status: 410 }, { status: 410 }, undefined]);
});

test("one mood's luck does not depend on another's", () => {
  const alone = new Moods("1");
  const inCompany = new Moods("1");
  for (const moods of [alone, inCompany]) moods.set("server-error", { probability: 0.3 });
  inCompany.set("stale-ask", { probability: 0.5 });
  const luck = (moods: Moods, distracted: boolean) =>
    Array.from({ length: 50 }, () => {
      if (distracted) moods.of("vast").strikes("stale-ask", "create");
      return moods.of("vast").strikes("server-error", "search") !== undefined;
    });
  expect(luck(inCompany, true)).toEqual(luck(alone, false));
});

test("calm ends one mood, or all", () => {
  const moods = new Moods("1");
  moods.set("stale-ask", { probability: 1 });
  moods.set("server-error", { probability: 1 });
  moods.calm("stale-ask");
  expect(moods.of("vast").strikes("stale-ask", "create")).toBeUndefined();
  expect(moods.of("vast").strikes("server-error", "search")).toEqual({ status: 502 });
  moods.calm();
  expect(moods.of("vast").strikes("server-error", "search")).toBeUndefined();
});

test("a mood can be one provider's alone", () => {
  const moods = new Moods("1");
  moods.set("server-error", { next: 1, provider: "bluelobster" });
  expect(moods.of("vast").strikes("server-error", "search")).toBeUndefined();
  expect(moods.of("bluelobster").strikes("server-error", "search")).toEqual({ status: 502 });
});

function linesOf(provider: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${provider}${index + 1}`);
}
