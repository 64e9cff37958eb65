import { expect, test } from "vitest";
import { seenAt } from "./seen.ts";

const at = (minute: number): string => `2026-11-26T12:0${minute}:00.000Z`;
const offer = (observed: number, listed: number) => ({
  observedAt: at(observed),
  provider: { id: "vast", lastListedAt: at(listed) },
});

test("an offer that was in the last list is seen with every list that follows", () => {
  expect(seenAt(offer(1, 1), at(3))).toBe(at(3));
});

test("an offer that the last list had left out is as old as it was last seen", () => {
  expect(seenAt(offer(1, 2), at(3))).toBe(at(1));
});

test("an offer told of since the last list is younger than that", () => {
  expect(seenAt(offer(4, 4), at(3))).toBe(at(4));
  expect(seenAt(offer(4, 4), null)).toBe(at(4));
});
