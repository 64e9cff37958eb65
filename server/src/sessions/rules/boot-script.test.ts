import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bootCommand, bootScript, unlessBegun } from "./boot-script.ts";

const now = new Date("2026-11-20T12:00:00Z");
const deadline = new Date("2026-11-20T14:00:00Z");

test("S5: a plain timer ends the machine after its deadline, whatever becomes of the agent", () => {
  expect(bootScript(deadline, now, null)).toContain("( sleep 7800; shutdown -h now");
  expect(bootScript(now, deadline, null)).toContain("( sleep 660;");
});

test("it is shell that a shell understands, and the user's own comes last", () => {
  const script = bootScript(deadline, now, "echo 'hello' > /tmp/mine\n");
  execFileSync("/bin/sh", ["-n", "-c", script]);
  expect(script.endsWith("echo 'hello' > /tmp/mine\n")).toBe(true);
});

test("what may have begun already begins once: its first step leaves behind the folder that is looked for", () => {
  const once = unlessBegun(bootScript(deadline, now, "echo mine"));
  execFileSync("/bin/sh", ["-n", "-c", once]);
  const folder = /^test -d (\S+) && exit 0\n/.exec(once)?.[1];
  expect(bootScript(deadline, now, null)).toContain(`mkdir -p ${folder} && cd ${folder}`);
});

test("T33: whatever a variable holds, it is one word to the shell", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
      (value) => {
        const command = bootCommand({ HOSTILE: value }, 'printf %s "$HOSTILE"');
        expect(execFileSync("/bin/sh", ["-c", command], { encoding: "utf8" })).toBe(value);
      },
    ),
    { numRuns: 50 },
  );
});
