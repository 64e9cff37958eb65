import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";

let server: Server;
let folder: string;
/** What is answered to what a request asks for. */
let answer: (query: string, variables: Record<string, unknown>) => Promise<object> | object;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "berth-main-"));
  server = createServer((request, response) => {
    void json(request)
      .then((body) => {
        const { query, variables } = body as { query: string; variables: Record<string, unknown> };
        return answer(query, variables);
      })
      .then((data) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ data }));
      })
      .catch(() => response.writeHead(404).end("<h1>Not found</h1>"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function begin(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], {
    env: {
      PATH: process.env["PATH"],
      BERTH_CONFIG_DIR: folder,
      BERTH_TOKEN: "berth_test",
      BERTH_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, exit };
}

async function berth(...args: string[]) {
  const { child, exit } = begin(...args);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { stdout, stderr, exit: await exit };
}

test("what makes no sense is told as JSON too, where that was asked for", async () => {
  for (const [code, ...args] of [
    ["MISSING_ARGUMENT", "session", "show"],
    ["UNKNOWN_OPTION", "offers", "--colour"],
    ["UNKNOWN_COMMAND", "sesion"],
    ["HELP"],
  ]) {
    const { stderr, exit } = await berth("--json", ...args);
    expect(exit).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ shape: 1, error: { code, exit: 2 } });
  }
});

test("what nobody reads beside the answer ends nothing: how it went is told by the exit code", async () => {
  const ended = {
    id: "ses_1",
    state: "STOPPING",
    gpuCount: 1,
    gpuModel: "H100",
    cost: "1.000000",
    endedAt: null,
  };
  let asked = 0;
  answer = async (query) => {
    if (!query.includes("stopSession")) return { session: ended };
    asked += 1;
    child.stderr.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { stopSession: { __typename: "NotFound", message: "There is no such session." } };
  };
  const { child, exit } = begin("session", "stop", "ses_11111111111111111111", "--yes");
  expect(await exit).toBe(5);
  expect(asked).toBe(1);
});

/** What a start by that offer is shown, and one that was asked for before is answered. */
const startedBefore = {
  account: { id: "acc_1" },
  offer: {
    id: "off_1",
    gpu: { model: "H100", vramGb: 80 },
    gpuCount: 1,
    kind: "ON_DEMAND",
    provider: { name: "Vast.ai" },
    region: "us",
    allInPricePerHour: "2.000000",
  },
  credits: { available: "100.000000" },
  viewer: { leftToday: null },
  billedTo: "CREDIT",
  startSession: {
    __typename: "SessionStarted",
    replayed: true,
    session: {
      id: "ses_1",
      state: "STOPPED",
      gpuCount: 1,
      gpuModel: "H100",
      reason: "time-is-up",
      diskGb: 50,
      createdAt: "2026-11-20T10:00:00Z",
      readyAt: "2026-11-20T10:05:00Z",
      endedAt: "2026-11-20T11:05:00Z",
      cost: "2.000000",
      pricePerHour: "2.000000",
      held: "0.000000",
    },
  },
};
function startOf(offerId: string): string[] {
  const key = join(folder, "key.pub");
  writeFileSync(key, "ssh-ed25519 AAAA");
  return ["session", "start", offerId, "--yes", "--key", "the key of a job", "--public-key", key];
}

test("M5: what ran and is over is not told as having cost nothing, when its start is asked for again", async () => {
  answer = () => startedBefore;
  for (const [wait, code] of [
    [[], 0],
    [["--wait"], 3],
  ] as const) {
    const { stdout, stderr, exit } = await berth(...startOf("off_1"), ...wait);
    expect(`${stdout}${stderr}`).not.toMatch(/costs? nothing/);
    expect(stdout).toContain("It is over. It cost $2.00");
    expect(exit).toBe(code);
  }
});

test("M5: a machine is asked for at the price that was shown, whatever it costs by then", async () => {
  const asked: unknown[] = [];
  answer = (query, variables) => {
    if (query.includes("startSession")) asked.push(variables["input"]);
    return startedBefore;
  };
  await berth(...startOf("off_1"));
  await berth(...startOf("off_1"), "--max-price", "2.50");
  expect(asked).toMatchObject([{ maxPricePerHour: "2.000000" }, { maxPricePerHour: "2.50" }]);
});

test("a list of bookings says what each is for and whom its cost is put down to", async () => {
  const booked = { state: "CONFIRMED", gpus: 2, pool: { gpuModel: "H100" }, total: "12.000000" };
  const instants = { startsAt: "2026-12-01T09:00:00Z", endsAt: "2026-12-01T12:00:00Z" };
  const nodes = [
    { ...booked, ...instants, id: "res_1", label: "nightly", consumer: "vision" },
    { ...booked, ...instants, id: "res_2", label: null, consumer: "speech" },
    { ...booked, ...instants, id: "res_3", label: "demo", consumer: null },
  ];
  answer = () => ({ reservations: { nodes, pageInfo: { hasNextPage: false } } });
  const { stdout } = await berth("reserve", "list", "--time-zone", "UTC");
  expect(stdout.split("\n").map((line) => line.split(/ {2,}/).slice(-2))).toEqual([
    ["LABEL", "FOR"],
    ["nightly", "vision"],
    ["–", "speech"],
    ["demo", "–"],
    [""],
  ]);
});

test("a booking with another public key is another command, and goes on with nothing of the first", async () => {
  const keys = new Map<unknown, unknown>();
  answer = (_query, { idempotencyKey, input }) => {
    if (idempotencyKey === undefined) return { ...startedBefore, reservationPrice: quoted };
    const { wanted } = input as { wanted: { publicKey: string } };
    keys.set(wanted.publicKey, idempotencyKey);
    throw new Error("not answered");
  };
  const create = ["reserve", "create", "H100", "--from", "2026-12-01 09:00", "--hours", "3", "--yes"];
  for (const name of ["first", "second", "first"]) {
    writeFileSync(join(folder, name), name);
    await berth(...create, "--public-key", join(folder, name));
  }
  expect([...keys.keys()]).toEqual(["first", "second"]);
  expect(new Set(keys.values()).size).toBe(2);
});

const quoted = {
  __typename: "ReservationPrice",
  pool: { id: "pool_1", name: "A", gpuModel: "H100", region: "us" },
  lines: [],
  total: "12.000000",
  onDemandTotal: "15.000000",
  freeCancelUntil: "2026-11-30T09:00:00Z",
  laterCancelCost: "6.000000",
};

test("moving a booking says whether it costs more by it, or less", async () => {
  for (const [difference, said] of [
    ["3.000000", "it costs $12.00, $3.00 more than now."],
    ["-3.000000", "it costs $12.00, $3.00 less than now."],
    ["0.000000", "it costs $12.00, as now."],
  ]) {
    answer = () => ({ movePrice: { __typename: "MovePrice", total: "12.000000", difference } });
    const move = ["reserve", "move", "res_1", "--from", "2026-12-01 09:00", "--hours", "3", "--dry-run"];
    expect((await berth(...move)).stdout).toContain(said);
  }
});
