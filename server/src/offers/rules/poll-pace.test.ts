import { expect, test } from "vitest";
import { pollPace } from "./poll-pace.ts";

test("a list is asked for anew when it is three quarters as old as it may become", () => {
  expect(pollPace("vast", undefined)).toEqual({ everyMs: 45_000, afterFailureMs: 300_000 });
  expect(pollPace("tensordock", undefined)).toEqual({ everyMs: 22_500, afterFailureMs: 300_000 });
});

test("a pace that is set goes for every provider, and after errors too", () => {
  for (const id of ["vast", "tensordock"])
    expect(pollPace(id, 2)).toEqual({ everyMs: 2_000, afterFailureMs: 2_000 });
});
