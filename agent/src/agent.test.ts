import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Agent, type Settings } from "./agent.ts";
import { Disk } from "./disk.ts";
import type { Reason } from "./fate.ts";

let folder: string;
let agent: Agent | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-agent-"));
});
afterEach(() => {
  agent?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Begun where nobody answers it. Resolves with why it ends its machine. */
function watch(over: Partial<Settings>): { ended: Promise<Reason>; said: string[] } {
  const said: string[] = [];
  const ended = new Promise<Reason>((resolve) => {
    agent = new Agent(
      {
        url: "http://127.0.0.1:9",
        token: "none",
        deadline: "2099-01-01T00:00:00Z",
        silentSeconds: 3_600,
        everyMs: 50,
        healthPort: null,
        drainHook: null,
        saveSeconds: null,
        preemptionFile: null,
        timerFile: null,
        ...over,
      },
      new Disk(folder),
      async (reason) => resolve(reason),
      (sentence) => said.push(sentence),
    );
  });
  agent?.start();
  return { ended, said };
}

test("S5: with a disk that nothing can be written on, as one that is full, a machine ends when it must all the same, and it is said once", async () => {
  mkdirSync(join(folder, "state.json.new"));
  const { ended, said } = watch({ silentSeconds: 2 });
  expect(await ended).toBe("cut-off");
  expect(said.filter((sentence) => sentence.includes("cannot be kept"))).toHaveLength(1);
});

test("S5: with no folder for its state, too", async () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "");
  const { ended } = watch({ silentSeconds: 2 });
  expect(await ended).toBe("cut-off");
});

test("begun again with a count that it could not keep, it goes on from what Berth counted, at once", async () => {
  const counts: number[] = [];
  const berth = createServer((request, response) => {
    void json(request).then((body) => {
      counts.push((body as { count: number }).count);
      response.setHeader("content-type", "application/json");
      const heardCount = Math.max(40, ...counts);
      response.end(JSON.stringify({ secondsLeft: 3_600, silentSeconds: 3_600, draining: false, heardCount }));
    });
  });
  await new Promise<void>((resolve) => berth.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = berth.address() as AddressInfo;
    watch({ url: `http://127.0.0.1:${port}`, everyMs: 3_600_000 });
    await vi.waitFor(() => expect(counts).toEqual([1, 41]), { timeout: 5_000 });
  } finally {
    agent?.stop();
    berth.close();
  }
});

test("only Berth's own word that a session is over ends its machine: a no of what stands in between does not", async () => {
  const noes: [string, string][] = [
    ["text/html", "<h1>401 Authorization Required</h1>"],
    ["application/json", JSON.stringify({ message: "Unauthorized" })],
  ];
  let answered = 0;
  let no = (): [string, string] => noes[answered++ % noes.length] ?? ["", ""];
  const gate = createServer((request, response) => {
    const [type, body] = no();
    request.resume();
    response.writeHead(401, { "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => gate.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = gate.address() as AddressInfo;
    const { ended, said } = watch({ url: `http://127.0.0.1:${port}`, everyMs: 10 });
    await vi.waitFor(() => expect(answered).toBeGreaterThan(2), { timeout: 5_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(said.filter((sentence) => sentence.startsWith("ending"))).toEqual([]);
    no = () => ["application/json", JSON.stringify({ message: "It is over.", over: true })];
    expect(await ended).toBe("over");
  } finally {
    agent?.stop();
    gate.closeAllConnections();
    gate.close();
  }
});
