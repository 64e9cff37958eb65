import { expect, test } from "vitest";
import { add, closingLine, onePassed, tallyOf } from "./tally.ts";

const counts = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 };
const failedTest = { status: "failed", assertionResults: [{ status: "passed" }, { status: "failed" }] };
const brokenFile = { status: "failed", assertionResults: [] };
const passedFile = { status: "passed", assertionResults: [{ status: "passed" }] };

test("the closing line names the skipped only when there are some", () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
  expect(closingLine({ passed: 12, failed: 3, skipped: 2 })).toBe("12 passed, 3 failed, 2 skipped");
});

test("a file that does not load is a failure although none of its tests failed", () => {
  const report = { ...counts, testResults: [failedTest, brokenFile, passedFile] };
  expect(tallyOf(report)).toEqual({ passed: 7, failed: 2, skipped: 3 });
});

test("tallies add up", () => {
  expect(add(onePassed, { passed: 1, failed: 2, skipped: 3 })).toEqual({ passed: 2, failed: 2, skipped: 3 });
});
