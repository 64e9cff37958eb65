import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { bootCommand, bootScript, withEnv } from "./boot-script.ts";

const now = new Date("2026-11-20T12:00:00Z");
const deadline = new Date("2026-11-20T14:00:00Z");

test("it is shell that a shell understands, and the user's own comes last", () => {
  const script = bootScript(deadline, now, "echo 'hello' > /tmp/mine\n");
  execFileSync("/bin/sh", ["-n", "-c", script]);
  expect(script.endsWith("echo 'hello' > /tmp/mine\n")).toBe(true);
});

type Programs = Record<string, (log: string) => string>;

/** A machine that has these programs, and a folder to itself. */
function makeMachine(programs: Programs) {
  const folder = mkdtempSync(join(tmpdir(), "berth-boot-"));
  const [bin, log] = [join(folder, "bin"), join(folder, "log")];
  mkdirSync(bin);
  const all: Programs = {
    // Pauses are short here, nothing is installed, and nothing is ended.
    sleep: () => 'test "$1" -gt 60 && exec /bin/sleep "$1"; exec /bin/sleep 0.01',
    "apt-get": () => "exit 1",
    shutdown: () => "exit 0",
    // In the group of what was begun, with which it is ended.
    setsid: () => 'exec "$@"',
    ...programs,
  };
  for (const [name, body] of Object.entries(all))
    writeFileSync(join(bin, name), `#!/bin/sh\n${body(log)}\n`, { mode: 0o755 });
  const begun: number[] = [];
  const PATH = `${bin}:/usr/bin:/bin`;
  return {
    folder,
    run(script: string, env: Record<string, string> = {}) {
      const here = script
        .replaceAll("/opt/berth", join(folder, "berth"))
        .replaceAll("/proc/uptime", join(folder, "uptime"));
      const shell = spawn("/bin/sh", ["-c", here], { env: { PATH, ...env }, detached: true });
      if (shell.pid) begun.push(shell.pid);
      return shell;
    },
    lines: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []),
    setUptime: (seconds: number) => writeFileSync(join(folder, "uptime"), `${seconds}.42 1.00\n`),
    async untilLogged(count: number): Promise<string[]> {
      await vi.waitFor(() => expect(this.lines().length).toBeGreaterThanOrEqual(count), { timeout: 20_000 });
      return this.lines().slice(0, count);
    },
    end() {
      for (const pid of begun) {
        try {
          process.kill(-pid, "SIGKILL");
        } catch {
          // It has ended.
        }
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What it logs as it boots. */
async function boot(programs: Programs, lines: number): Promise<string[]> {
  const machine = makeMachine(programs);
  machine.setUptime(100);
  try {
    machine.run(bootScript(deadline, now, null), { BERTH_URL: "https://berth", BERTH_AGENT_TOKEN: "token" });
    return await machine.untilLogged(lines);
  } finally {
    machine.end();
  }
}

/** Time goes by as it sleeps: what it sleeps for is added to how long the machine is up. */
const sleeping: Programs = {
  node: () => "exec /bin/sleep 60",
  curl: () => "exec /bin/sleep 60",
  sleep: (log) => {
    const uptime = join(log, "..", "uptime");
    const later = "$(($(cut -d. -f1 <FILE) + $1)).42 1.00".replace("FILE", uptime);
    return `echo "${later}" >${uptime}.new; mv ${uptime}.new ${uptime}; exec /bin/sleep 0.001`;
  },
  shutdown: (log) => `read -r up rest <${join(log, "..", "uptime")}; echo "ended at $up" >> ${log}`,
};

test.each([
  ["its deadline, whatever becomes of the agent", null, 100 + 7_200 + 600],
  ["the deadline that the agent was told of last", 10_000, 10_600],
  ["an earlier one", 1_000, 1_600],
  ["the most that it may be put off to, whoever wrote it", 9_000_000, 100 + 72 * 3_600 + 600],
  ["its deadline, where what is written makes no sense", "never; rm", 100 + 7_200 + 600],
])("S5: a plain timer ends the machine ten minutes after %s", async (_, told, ends) => {
  const machine = makeMachine(sleeping);
  machine.setUptime(100);
  try {
    const [timer = ""] = bootScript(deadline, now, null).split("mkdir -p");
    // The agent has written it meanwhile.
    const heard = told === null ? "" : `; echo '${told}' >/opt/berth/deadline`;
    machine.run(timer.replace("rm -f /opt/berth/deadline", `mkdir -p /opt/berth${heard}`));
    const [said = ""] = await machine.untilLogged(1);
    const at = Number(said.replace("ended at ", ""));
    expect(at).toBeGreaterThanOrEqual(ends);
    expect(at).toBeLessThan(ends + 601);
  } finally {
    machine.end();
  }
});

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

test("over a log-in it is begun once, however often it is asked for, goes on, and keeps nobody waiting", async () => {
  const machine = makeMachine({
    curl: () => "exit 0",
    node: (log) => `test "$1" = -e && exit 0; echo "agent of $BERTH_SESSION" >> ${log}; exec /bin/sleep 60`,
    id: () => "echo 0",
  });
  machine.setUptime(100);
  const command = bootCommand(
    { BERTH_URL: "https://berth", BERTH_SESSION: "it's\nEND_OF_BOOT" },
    bootScript(deadline, now, `echo mine >> ${join(machine.folder, "log")}`),
  );
  try {
    for (const time of [1, 2, 3]) {
      const shell = machine.run(command);
      // As a server of log-ins waits: until nobody has the output any more.
      const [code] = (await once(shell, "close", { signal: AbortSignal.timeout(10_000) })) as [number];
      expect(code, `time ${time}`).toBe(0);
    }
    expect((await machine.untilLogged(3)).toSorted()).toEqual(["END_OF_BOOT", "agent of it's", "mine"]);
  } finally {
    machine.end();
  }
});

test("over a log-in as somebody else it is begun as root, and says so where that cannot be", async () => {
  const asked = async (sudo: (log: string) => string) => {
    const machine = makeMachine({ id: () => "echo 1000", sudo });
    machine.setUptime(100);
    try {
      const shell = machine.run(bootCommand({}, "true"));
      const [code] = (await once(shell, "close")) as [number];
      return { code, said: machine.lines() };
    } finally {
      machine.end();
    }
  };
  expect(await asked((log) => `echo "asked $1" >> ${log}; shift; exec "$@"`)).toEqual({
    code: 0,
    said: ["asked -n"],
  });
  expect((await asked(() => "exit 1")).code).not.toBe(0);
});

test("T33: whatever a variable holds, it is one word to the shell", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
      (value) => {
        const command = withEnv({ HOSTILE: value }, 'printf %s "$HOSTILE"');
        expect(execFileSync("/bin/sh", ["-c", command], { encoding: "utf8" })).toBe(value);
      },
    ),
    { numRuns: 50 },
  );
});
