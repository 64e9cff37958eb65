import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { changePlan } from "./accounts/index.ts";
import { systemClock } from "./platform/clock.ts";
import { buildSchema } from "./schema.ts";
import { key } from "./testing/actors.ts";
import { startTestApi, type TestApi } from "./testing/api.ts";
import { give } from "./testing/ledger.ts";
import { listed } from "./testing/listed.ts";
import { list } from "./testing/market.ts";
import { addPool } from "./testing/pools.ts";
import { Fleet } from "./testing/sessions.ts";
import { addPerson } from "./testing/team.ts";
import { makeWorld, type World } from "./testing/world.ts";
import { scopes } from "./values/actor.ts";
import { usd } from "./values/money.ts";

// The example of a partner's program, written with nothing but the published client, is run as it stands: killed
// again and again, it rents one machine and books once, and hears everything once.

const sdk = join(import.meta.dirname, "../../client-sdk");
const folder = mkdtempSync(join(tmpdir(), "berth-partner-"));
let world: World;
let api: TestApi;
let fleet: Fleet;
let accountId: string;
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  // The program goes by the clock of the machine that it runs on.
  world.clock.set(systemClock.now().getTime() - world.clock.now().getTime());
  ({ accountId } = await addPerson(world, "Ada"));
  await changePlan(world.ctx(), accountId, "team");
  await list(world, [listed("1"), listed("2", { pricePerHour: usd(9) })]);
  await addPool(world);
  await give(world, accountId, usd(200));
  fleet = new Fleet(world);
  api = await startTestApi(world, buildSchema(), [key("partner", scopes, accountId)]);
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

const state = join(folder, "state.json");
const log = join(folder, "events.log");

function begin(live: string): { child: ChildProcess; said: { out: string; err: string } } {
  const child = spawn(process.execPath, [join(sdk, "examples/partner.ts"), state, log], {
    env: { BERTH_URL: api.url, BERTH_TOKEN: "partner", BERTH_LIVE: live, NODE_NO_WARNINGS: "1" },
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (data: Buffer) => (said.out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.err += data.toString()));
  return { child, said };
}

const heard = () =>
  existsSync(log)
    ? readFileSync(log, "utf8")
        .split("\n")
        .filter((text) => text !== "")
    : [];
const pause = (ms: number) => new Promise<void>((resolve) => systemClock.after(ms, resolve));

test("a partner's program is killed at any moment and begun again: one machine, one booking, no gap", async () => {
  let kills = 0;
  let last = begin("websocket");
  for (let round = 0; round < 400; round++) {
    const before = heard().length;
    // Something happens while it listens and while it is away.
    await give(world, accountId, usd(1) / 100n, { reason: `round ${round}` });
    await fleet.pass(10_000);
    if (last.child.exitCode !== null) break;
    // Killed while it asks at first, and then when it has heard something.
    const due = kills < 2 ? round % 2 === 1 : heard().length > before;
    if (due && kills < 5) {
      last.child.kill("SIGKILL");
      await once(last.child, "exit");
      kills += 1;
      await give(world, accountId, usd(1) / 100n, { reason: "while it was away" });
      last = begin(kills % 2 === 0 ? "websocket" : "events");
    }
    await pause(40);
  }
  expect({ code: last.child.exitCode, err: last.said.err }).toEqual({ code: 0, err: "" });
  expect(kills).toBeGreaterThanOrEqual(3);

  const told = JSON.parse(last.said.out) as { sessionId: string; reservationId: string; lines: number };
  const { body } = await api.ask(
    "partner",
    "{ sessions { nodes { id state } } reservations { nodes { id state } } activity(first: 100) { nodes { id topic } } }",
  );
  const { sessions, reservations, activity } = body.data as unknown as Record<
    "sessions" | "reservations" | "activity",
    { nodes: { id: string; state: string; topic: string }[] }
  >;
  expect(sessions.nodes).toEqual([{ id: told.sessionId, state: "STOPPED" }]);
  expect(reservations.nodes).toEqual([{ id: told.reservationId, state: "CONFIRMED" }]);
  expect(told.lines).toBeGreaterThan(0);

  // What it heard is what happened from the first that it heard on: each once, in order, and nothing left out.
  const lines = heard();
  const happened = activity.nodes.toReversed().map(({ id, topic }) => `${id} ${topic}`);
  const from = happened.indexOf(lines[0] ?? "");
  expect(from).toBeGreaterThanOrEqual(0);
  expect(lines).toEqual(happened.slice(from, from + lines.length));
  expect(new Set(lines).size).toBe(lines.length);
}, 60_000);
