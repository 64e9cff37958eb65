import { expect, test } from "vitest";
import { Agenda } from "./agenda.ts";
import { randomFor } from "./random.ts";

test("what is due comes out soonest first, and ties in the order they were planned", () => {
  const random = randomFor("agenda");
  const agenda = new Agenda<number>();
  const times = Array.from({ length: 500 }, () => random.integer(0, 60));
  times.forEach((at, index) => agenda.plan(at, index));

  const taken: number[] = [];
  for (let due = agenda.takeDue(100); due; due = agenda.takeDue(100)) taken.push(due.event);

  const expected = times
    .map((at, index) => ({ at, index }))
    .toSorted((a, b) => a.at - b.at || a.index - b.index);
  expect(taken).toEqual(expected.map(({ index }) => index));
});

test("what is not yet due stays", () => {
  const agenda = new Agenda<string>();
  agenda.plan(10, "later");
  expect(agenda.takeDue(9)).toBeUndefined();
  expect(agenda.takeDue(10)?.event).toBe("later");
  expect(agenda.size).toBe(0);
});
