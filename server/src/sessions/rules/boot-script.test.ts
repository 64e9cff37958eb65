import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
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

test("S5: the agent is fetched until it is there, and begun again however it ended", async () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-boot-"));
  const programs = join(folder, "bin");
  const log = join(folder, "log");
  mkdirSync(programs);
  const program = (name: string, body: string) => {
    writeFileSync(join(programs, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(programs, name), 0o755);
  };
  // The plain timer sleeps for as long as it says; the pauses in between are short here.
  program("sleep", 'test "$1" -gt 60 && exec /bin/sleep "$1"; exec /bin/sleep 0.01');
  program("curl", `echo fetch >> ${log}; test "$(grep -c fetch ${log})" -ge 3`);
  program("node", `echo begun >> ${log}; exit 137`);
  const script = bootScript(deadline, now, null).replaceAll("/opt/berth", join(folder, "berth"));
  const PATH = `${programs}:/usr/bin:/bin`;
  const shell = spawn("/bin/sh", ["-c", script], { env: { PATH }, detached: true, stdio: "ignore" });
  try {
    const lines = () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
    await vi.waitFor(() => expect(lines().length).toBeGreaterThan(5), { timeout: 20_000 });
    expect(lines().slice(0, 6)).toEqual(["fetch", "fetch", "fetch", "begun", "begun", "begun"]);
  } finally {
    if (shell.pid) process.kill(-shell.pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
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
