import { expect, test } from "vitest";
import { tellableFrom } from "./quiet.ts";

const zone = "Europe/Berlin";
const at = (text: string) => Date.parse(text);
const night = { from: "22:00", to: "07:00" };
const after = (now: string, more: { quiet?: typeof night | null; digest?: string[] }) =>
  new Date(
    tellableFrom({ quiet: more.quiet ?? null, digest: more.digest ?? null, zone }, at(now)),
  ).toISOString();

test("quiet hours over midnight end in the morning of their own zone", () => {
  expect(after("2026-11-26T22:30:00Z", { quiet: night })).toBe("2026-11-27T06:00:00.000Z");
  expect(after("2026-11-26T20:59:00Z", { quiet: night })).toBe("2026-11-26T20:59:00.000Z");
});

test("they end at the same time on the clock when it is put back or forward", () => {
  expect(after("2026-10-24T21:00:00Z", { quiet: night })).toBe("2026-10-25T06:00:00.000Z");
  expect(after("2026-03-28T22:00:00Z", { quiet: night })).toBe("2026-03-29T05:00:00.000Z");
});

test("a digest comes at the next of its times", () => {
  expect(after("2026-11-26T08:30:00Z", { digest: ["09:00", "17:00"] })).toBe("2026-11-26T16:00:00.000Z");
  expect(after("2026-11-26T16:30:00Z", { digest: ["09:00", "17:00"] })).toBe("2026-11-27T08:00:00.000Z");
});
