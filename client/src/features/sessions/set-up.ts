import type { StartSessionInput } from "#gql/graphql.ts";
import type { Refused } from "#lib/refusal.ts";
import { textOf } from "#ui/form.tsx";

// How a machine is to be set up, as it is written in the form: what is left empty is left to the template, or to what
// is usual.

export const setUpFields = [
  "image",
  "diskGb",
  "ports",
  "onStart",
  "env",
  "idleMinutes",
  "storagePolicy",
  "saveCommand",
  "saveMinutes",
] as const;

export type SetUp = Pick<StartSessionInput, (typeof setUpFields)[number]>;

export function readSetUp(values: FormData): SetUp | Refused {
  const env = readLines(textOf(values, "env"));
  if (!Array.isArray(env)) return env;
  const ports = textOf(values, "ports")
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  if (!ports.every(Number.isInteger))
    return { field: "ports", message: "Write numbers, such as 8888, 6006." };
  const [diskGb, idleMinutes, saveMinutes] = ["diskGb", "idleMinutes", "saveMinutes"].map((name) =>
    wholeOf(textOf(values, name)),
  );
  if (diskGb === undefined) return { field: "diskGb", message: "Write a whole number of GB." };
  if (idleMinutes === undefined) return { field: "idleMinutes", message: "Write a whole number of minutes." };
  if (saveMinutes === undefined) return { field: "saveMinutes", message: "Write a whole number of minutes." };
  return {
    image: textOf(values, "image") || null,
    diskGb,
    ports: ports.length > 0 ? ports : null,
    onStart: textOf(values, "onStart") || null,
    env: env.length > 0 ? env : null,
    idleMinutes,
    // The box is there where a template would save, to want nothing of it.
    storagePolicy: values.get("discard") === null ? null : "DISCARD",
    saveCommand: textOf(values, "saveCommand") || null,
    saveMinutes,
  };
}

/** Null where nothing is written, undefined where it is no whole number. */
export function wholeOf(text: string | undefined): number | null | undefined {
  if (!text) return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** NAME=value, one in a line; what begins with # is a remark. */
function readLines(text: string): { name: string; value: string }[] | Refused {
  const env = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const [, name, value] = /^\s*(?:export\s+)?([^\s=]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      return { field: "env", message: `Line ${at + 1} is not of the form NAME=value.` };
    env.push({ name, value });
  }
  return env;
}
