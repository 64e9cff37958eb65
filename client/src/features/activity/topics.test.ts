import { expect, test } from "vitest";
import { topicWord } from "./topics.ts";

test("an event is known by what it is about", () => {
  expect(topicWord("api-key.created")).toBe("API key");
  expect(topicWord("member.role-changed")).toBe("Member");
});

test("a topic nobody thought of still reads as a word", () => {
  expect(topicWord("reservation.held")).toBe("Reservation");
  expect(topicWord("thing")).toBe("Thing");
});
