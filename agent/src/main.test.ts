import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";

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
