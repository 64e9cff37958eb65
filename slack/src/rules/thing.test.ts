import { expect, test } from "vitest";
import { isUrgent, kindOf, type Present } from "./thing.ts";

const busy: Present = {
  title: "",
  path: "/",
  state: "",
  tone: "busy",
  facts: [],
  actions: [],
  isOver: false,
};

test("whatever is told of a budget stands on its card, and what burns now rings", () => {
  const told = ["created", "changed", "removed", "crossed", "foreseen", "unusual", "snoozed", "acknowledged"];
  expect(new Set(told.map((what) => kindOf(`budget.${what}`)))).toEqual(new Set(["budgets"]));
  expect(told.filter((what) => isUrgent(`budget.${what}`, busy))).toEqual(["crossed", "unusual"]);
});

test("what waits for somebody's approval is told, and what is nobody's business in a channel is not", () => {
  expect(kindOf("start-request.changed")).toBe("alerts");
  expect(kindOf("planned-use.dear")).toBe("alerts");
  expect(kindOf("sign-in.created")).toBeNull();
});
