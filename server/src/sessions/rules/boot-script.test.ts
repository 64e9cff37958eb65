import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

/** Runs it where these programs are, in a folder to itself, until so many lines are in what they log. */
async function boot(programs: Record<string, (log: string) => string>, lines: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "berth-boot-"));
  const [bin, log] = [join(folder, "bin"), join(folder, "log")];
  mkdirSync(bin);
  const all: typeof programs = {
    // The plain timer sleeps for as long as it says; the pauses in between are short here, and nothing is installed.
    sleep: () => 'test "$1" -gt 60 && exec /bin/sleep "$1"; exec /bin/sleep 0.01',
    "apt-get": () => "exit 1",
    ...programs,
  };
  for (const [name, body] of Object.entries(all))
    writeFileSync(join(bin, name), `#!/bin/sh\n${body(log)}\n`, { mode: 0o755 });
  const script = bootScript(deadline, now, null).replaceAll("/opt/berth", join(folder, "berth"));
  const env = { PATH: `${bin}:/usr/bin:/bin`, BERTH_URL: "https://berth", BERTH_AGENT_TOKEN: "token" };
  const shell = spawn("/bin/sh", ["-c", script], { env, detached: true, stdio: "ignore" });
  try {
    const read = () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
    await vi.waitFor(() => expect(read().length).toBeGreaterThanOrEqual(lines), { timeout: 20_000 });
    return read().slice(0, lines);
  } finally {
    if (shell.pid) process.kill(-shell.pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

test("S5: the agent is fetched until it is there, and begun again however it ended", async () => {
  const programs = {
    curl: (log: string) => `echo fetch >> ${log}; test "$(grep -c fetch ${log})" -ge 3`,
    node: (log: string) => `test "$1" = -e && exit 0; echo begun >> ${log}; exit 137`,
  };
  expect(await boot(programs, 6)).toEqual(["fetch", "fetch", "fetch", "begun", "begun", "begun"]);
});

test("S5: where the image's Node is too old for an agent, Berth's own runs it", async () => {
  const [node, agent, ...ran] = await boot(
    {
      node: (log) => `test "$1" = -e && exit 1; echo old >> ${log}`,
      // What is fetched is a program of its own.
      curl: (log) => `echo "$*" >> ${log}; for at; do test "$last" = -o && to=$at; last=$at; done
        printf '#!/bin/sh\\ntest "$1" = -e && exit 0; echo fresh >> ${log}; exit 1\\n' > "$to"`,
    },
    4,
  );
  const machine = execFileSync("uname", ["-m"], { encoding: "utf8" }).trim();
  expect(node).toContain(`https://berth/agent/node?machine=${machine}`);
  expect(node).toContain("authorization: Bearer token");
  expect(agent).toContain("https://berth/agent/berth-agent.mjs");
  expect(ran).toEqual(["fresh", "fresh"]);
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
