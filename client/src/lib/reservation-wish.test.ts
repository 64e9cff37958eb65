import { expect, test } from "vitest";
import { readWish, wishLink } from "./reservation-wish.ts";

const read = (link: string) => readWish(Object.fromEntries(new URL(link, "http://berth.test").searchParams));

test("what a link was made to ask is what it asks", () => {
  const move = {
    ask: "move" as const,
    startsAt: "2026-12-01T09:00:00.000Z",
    endsAt: "2026-12-01T12:00:00.000Z",
  };
  expect(read(wishLink("res_1", move))).toEqual(move);
  expect(read(wishLink("res_1", { ask: "cancel" }))).toEqual({ ask: "cancel" });
  expect(read(wishLink("res_1", { ask: null }))).toEqual({ ask: null });
});

test.each([
  "",
  "?ask=sell",
  "?ask=move",
  "?ask=move&startsAt=2026-12-01T09:00:00Z&endsAt=soon",
  "?ask=move&startsAt=2026-12-01T09:00:00Z&endsAt=2026-12-01T09:00:00Z",
  "?ask=move&startsAt=1&endsAt=2",
])("a link that makes no sense asks for nothing: %s", (query) => {
  expect(read(`/reservations/res_1${query}`)).toEqual({ ask: null });
});
