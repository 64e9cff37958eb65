import { expect, test } from "vitest";
import { isOver, reasonWord, stateWord } from "./words.ts";

test("every reason is a sentence, one that nobody knows here as well", () => {
  expect(reasonWord("pre-empted")).toBe("The provider took the machine back");
  expect(reasonWord("struck-by-lightning")).toBe("struck by lightning");
});

test("what is over is told from what may still cost something", () => {
  expect(stateWord("STOPPING")).toEqual({ word: "Ending", tone: "warn" });
  expect([isOver("STOPPING"), isOver("STOPPED"), isOver("FAILED")]).toEqual([false, true, true]);
});
