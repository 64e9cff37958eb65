import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSchema } from "../schema.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { give } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import { usd } from "../values/money.ts";
import { agentRoute } from "./agent-route.ts";
import { startSession, stopSession } from "./index.ts";

let world: World;
let api: TestApi;
let folder: string;
beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  folder = mkdtempSync(join(tmpdir(), "berth-node-"));
  const file = join(folder, "node");
  writeFileSync(file, "a program of many megabytes");
  const node = { file, machine: "x86_64" };
  api = await startTestApi(world, buildSchema(), [], {
    routes: [agentRoute(() => world.ctx(), undefined, node)],
  });
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (token: string, machine = "x86_64") => {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${api.url}/agent/node?machine=${machine}`, { headers });
  return [answer.status, await answer.text()];
};

test("an agent that speaks for no session is told that it is over, in words that only Berth has", async () => {
  const answer = await fetch(`${api.url}/agent/heartbeat`, {
    method: "POST",
    headers: { authorization: "Bearer none", "content-type": "application/json" },
    body: JSON.stringify({
      count: 1,
      agentVersion: "1",
      vitals: { gpus: [], diskUsedGb: null, diskTotalGb: null, uptimeSeconds: 1, idleSeconds: 0 },
    }),
  });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ over: true });
});

test("a machine whose image has no Node is given one by its own token, a few times, while its session lives", async () => {
  const ada = await addPerson(world, "Ada");
  await give(world, ada.accountId, usd(100));
  await list(world, [listed("1")]);
  const fleet = new Fleet(world);
  const [row] = await world.database.sql`select id from offers`;
  const { session } = await startSession(world.ctx(ada), { offerId: String(row?.["id"]), hours: 2 });
  await fleet.until("running", session.id);
  const token = fleet.cloud.there[0]?.order.env?.["BERTH_AGENT_TOKEN"] ?? "";
  expect((await ask("none"))[0]).toBe(401);
  expect((await ask(token, "riscv64"))[0]).toBe(404);
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(token)));
  expect(answers.filter(([status]) => status === 200)).toEqual(
    Array.from({ length: 5 }, () => [200, "a program of many megabytes"]),
  );
  expect(answers.filter(([status]) => status === 429)).toHaveLength(1);
  await stopSession(world.ctx(ada), session.id);
  await fleet.until("stopped", session.id);
  expect((await ask(token))[0]).toBe(401);
});
