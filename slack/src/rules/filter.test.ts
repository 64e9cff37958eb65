import { expect, test } from "vitest";
import { present } from "../testing/telling.ts";
import { matches, NotUnderstood, parseFilter, sayFilter } from "./filter.ts";

const wants = (line: string, more: Parameters<typeof present>[0], kind = "sessions" as const) =>
  matches(parseFilter(line), kind, false, present(more));

test.each([
  ["sessions team:vision budget>80%", "sessions team:vision budget>80%"],
  ["Session TEAM:vision,nlp", "sessions team:vision,nlp"],
  ["all", "all"],
  ["budgets alerts cost>$25", "budgets alerts cost>25"],
  ['sessions team:"vision lab" gpu:h100', 'sessions team:"vision lab" gpu:h100'],
  ["sessions team:“vision lab”", 'sessions team:"vision lab"'],
  ["sessions budget&gt;80", "sessions budget>80%"],
])("%s is understood", (line, said) => {
  expect(sayFilter(parseFilter(line))).toBe(said);
  expect(sayFilter(parseFilter(said))).toBe(said);
});

test.each([
  "",
  "team:vision",
  "sessions colour:red",
  "sessions budget>lots",
  "sessions team:",
  'sessions team:"x',
  "x".repeat(400),
])("“%s” is refused, and told why", (line) => {
  expect(() => parseFilter(line)).toThrow(NotUnderstood);
});

test("all conditions have to hold, and any of a condition's values", () => {
  const line = "sessions team:vision,nlp gpu:h100 budget>80%";
  const fits = { team: "NLP", gpu: "H100 SXM", budget: 80 };
  expect(wants(line, fits)).toBe(true);
  expect(wants(line, { ...fits, budget: 79.9 })).toBe(false);
  expect(wants(line, { ...fits, team: "speech" })).toBe(false);
  expect(wants(line, { team: "nlp", budget: 90 })).toBe(false);
});

test("what has no budget is not above one, and a state is asked for by its word", () => {
  expect(wants("sessions budget>1", {})).toBe(false);
  expect(wants("sessions state:failed", { state: "Failed" })).toBe(true);
});

test("alerts are the alarms of everything", () => {
  expect(matches(parseFilter("alerts"), "sessions", true, present())).toBe(true);
  expect(matches(parseFilter("alerts"), "sessions", false, present())).toBe(false);
});
