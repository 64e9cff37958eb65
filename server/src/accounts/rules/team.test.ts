import { expect, test } from "vitest";
import { roles } from "../../values/actor.ts";
import { mayMove } from "./team.ts";

const places = [...roles, null];

test("an owner may make anybody anything", () => {
  for (const from of places) for (const to of places) expect(mayMove("owner", from, to)).toBe(true);
});

test("an admin may where neither side is an owner", () => {
  for (const from of places) {
    for (const to of places) expect(mayMove("admin", from, to)).toBe(from !== "owner" && to !== "owner");
  }
});

test("nobody else may", () => {
  for (const by of ["operator", "member", "viewer"] as const) {
    for (const from of places) for (const to of places) expect(mayMove(by, from, to)).toBe(false);
  }
});
