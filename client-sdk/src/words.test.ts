import { expect, test } from "vitest";
import { reasonWord } from "./words.ts";

test("every reason is a sentence, one that nobody knows here as well", () => {
  expect(reasonWord("pre-empted")).toBe("The provider took the machine back");
  expect(reasonWord("struck-by-lightning")).toBe("struck by lightning");
});
