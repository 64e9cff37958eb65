import { expect, test } from "vitest";
import { isCompute, readComputeRule } from "./compute.ts";

test("a tag is a whole word, wherever it stands and however it is written", () => {
  const tag = { by: "tag", text: "#compute" } as const;
  for (const title of ["#compute", "fine-tune (#Compute)", "#COMPUTE: evaluation", "x, #compute"])
    expect(isCompute(title, tag), title).toBe(true);
  for (const title of ["compute", "#computer", "#compute-later", "re#compute", "Computer science", ""])
    expect(isCompute(title, tag), title).toBe(false);
});

test("a title is the whole title", () => {
  const title = { by: "title", text: "Training run" } as const;
  expect(isCompute(" training  RUN ", title)).toBe(true);
  expect(isCompute("Training run 2", title)).toBe(false);
});

test("a tag of two words, and nothing, are refused", () => {
  for (const text of ["two words", "", "#", "a#b"])
    expect(() => readComputeRule({ by: "tag", text })).toThrow("tag");
  expect(readComputeRule({ by: "title", text: " Training run " })).toEqual({
    by: "title",
    text: "Training run",
  });
});
