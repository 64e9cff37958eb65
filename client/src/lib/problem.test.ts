import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { expect, test } from "vitest";
import { problemOf } from "./problem.ts";

const answered = (message: string, extensions: Record<string, unknown>) =>
  problemOf(new CombinedGraphQLErrors({ errors: [{ message, extensions }] }));

test("a fault carries the id under which the log holds its cause", () => {
  const problem = answered("Something went wrong on our side.", {
    code: "INTERNAL_SERVER_ERROR",
    requestId: "req_7",
  });
  expect(problem).toEqual({
    title: "Something went wrong",
    detail: "Something went wrong on our side.",
    requestId: "req_7",
  });
});

test("a known reason has its own title, and the server's own words", () => {
  const problem = answered("Too many requests. Try again in 4 s.", { code: "RATE_LIMITED", retryAfter: 4 });
  expect(problem.title).toBe("Too many requests");
  expect(problem.detail).toBe("Too many requests. Try again in 4 s.");
});

test("no answer at all is told apart from a slow one", () => {
  expect(problemOf(new TypeError("fetch failed")).title).toBe("Berth’s API cannot be reached");
  expect(problemOf(new DOMException("late", "TimeoutError")).title).toBe("The API takes too long");
});

test("a fault of the console is not blamed on the network", () => {
  expect(problemOf(new TypeError("x is undefined")).title).toBe("This page broke");
});
