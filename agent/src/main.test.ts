import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { Disk } from "./disk.ts";
import { begin } from "./fate.ts";

// What Linux has of a disk that is full.
const FULL = "/dev/full";

test.skipIf(!existsSync(FULL))(
  "S5: with a disk that its log has no room on either, it says that the machine lives, again and again",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "berth-agent-main-"));
    const noFolder = join(folder, "file");
    writeFileSync(noFolder, "");
    const full = openSync(FULL, "w");
    let beats = 0;
    const berth = createServer((request, response) => {
      beats += 1;
      request.resume();
      response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => berth.listen(0, "127.0.0.1", resolve));
    const agent = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
      stdio: ["ignore", full, full],
      env: {
        PATH: folder,
        BERTH_URL: `http://127.0.0.1:${(berth.address() as AddressInfo).port}`,
        BERTH_AGENT_TOKEN: "none",
        BERTH_DEADLINE: "2099-01-01T00:00:00Z",
        BERTH_HEARTBEAT_SECONDS: "0.1",
        BERTH_STATE_DIR: noFolder,
        BERTH_HEALTH_PORT: "off",
      },
    });
    try {
      await vi.waitFor(() => expect(beats).toBeGreaterThan(4), { timeout: 10_000 });
      expect(agent.exitCode).toBeNull();
    } finally {
      agent.kill();
      closeSync(full);
      berth.closeAllConnections();
      berth.close();
      rmSync(folder, { recursive: true });
    }
  },
  20_000,
);

test("that the work is done is taken only where an agent reads it", () => {
  const folder = mkdtempSync(join(tmpdir(), "berth-agent-done-"));
  try {
    const say = () =>
      spawnSync(process.execPath, [join(import.meta.dirname, "main.ts"), "done"], {
        encoding: "utf8",
        env: { BERTH_STATE_DIR: folder },
      });
    const refused = say();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("No agent keeps watch from here");
    expect(existsSync(join(folder, "done"))).toBe(false);
    const now = { uptime: 1_000, wall: Date.now(), boot: "a boot" };
    new Disk(folder).write(begin(null, { deadline: "2099-01-01T00:00:00Z", silentSeconds: 1_800 }, now));
    const taken = say();
    expect(taken.status).toBe(0);
    expect(taken.stdout).toContain("the work is done");
    expect(new Disk(folder).isDone).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
