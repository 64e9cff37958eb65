import { expect, test } from "vitest";
import { readSetUp } from "./set-up.ts";

function form(fields: Record<string, string>): FormData {
  const values = new FormData();
  for (const [name, value] of Object.entries(fields)) values.set(name, value);
  return values;
}

test("what is left empty is left to the template, or to what is usual", () => {
  expect(readSetUp(form({ image: " ", env: "\n# none\n" }))).toEqual({
    image: null,
    diskGb: null,
    ports: null,
    onStart: null,
    env: null,
    idleMinutes: null,
    storagePolicy: null,
    saveCommand: null,
    saveMinutes: null,
  });
});

test("ports stand in a row, variables one in a line, and a value is what follows the first =", () => {
  const env = "# the team's\nWANDB_KEY=a=b c\n  export RUN=";
  expect(readSetUp(form({ ports: "8888, 6006 7000", env, diskGb: "200" }))).toMatchObject({
    ports: [8888, 6006, 7000],
    env: [
      { name: "WANDB_KEY", value: "a=b c" },
      { name: "RUN", value: "" },
    ],
    diskGb: 200,
  });
});

test.each([
  ["env", "RUN\n=x"],
  ["ports", "http"],
  ["ports", "80.5"],
  ["diskGb", "many"],
  ["diskGb", "-1"],
  ["idleMinutes", "1.5"],
  ["saveMinutes", "ten"],
])("what cannot be read is said at its field: %s %j", (field, text) => {
  expect(readSetUp(form({ [field]: text }))).toMatchObject({ field });
});
