import { expect, test } from "vitest";
import { about } from "./about.ts";

test("what is foreseen is said to the cent, rounded", () => {
  expect(about("4.123456")).toBe("about $4.12");
  expect(about("4.995000")).toBe("about $5.00");
  expect(about("1234.5")).toBe("about $1,234.50");
  expect(about("0.004999")).toBe("about $0.00");
});
