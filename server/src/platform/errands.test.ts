import { expect, test } from "vitest";
import { Errands } from "./errands.ts";
import { makeLog } from "./log.ts";

const log = makeLog("silent");

test("there is room for so many, with a share of it left to others, and for none once it stops", async () => {
  const errands = new Errands({ most: 4, log });
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  for (const name of ["a", "b", "c"]) {
    expect(errands.hasRoom(0.25)).toBe(true);
    expect(errands.begin(name, () => over)).toBe(true);
  }
  expect(errands.hasRoom(0.25)).toBe(false);
  expect(errands.hasRoom()).toBe(true);
  expect(errands.begin("a", () => over)).toBe(false);
  expect(errands.begin("d", () => over)).toBe(true);
  expect(errands.begin("e", () => over)).toBe(false);
  end();
  await errands.stop();
  expect(errands.hasRoom()).toBe(false);
});
