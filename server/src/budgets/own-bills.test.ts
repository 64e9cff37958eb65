import { afterAll, beforeAll, expect, test } from "vitest";
import { setProviderKey } from "../accounts/provider-keys.ts";
import { addUpSavings } from "../savings/add-up.ts";
import { checkSavingsOf } from "../savings/check-savings.ts";
import { buildSchema } from "../schema.ts";
import { StartsBlocked, startSession } from "../sessions/index.ts";
import { watchBalance } from "../sessions/watch-balance.ts";
import { listOwnKeys } from "../accounts/index.ts";
import { startTestApi, type TestApi } from "../testing/api.ts";
import { expectSoundLedger } from "../testing/ledger.ts";
import { listed } from "../testing/listed.ts";
import { list } from "../testing/market.ts";
import { Fleet } from "../testing/sessions.ts";
import { addPerson } from "../testing/team.ts";
import { makeWorld, type World } from "../testing/world.ts";
import type { Person } from "../values/actor.ts";
import { formatUsd, usd } from "../values/money.ts";
import { evaluateBudgets } from "./evaluate.ts";
import { readStanding } from "./read-standing.ts";
import { createBudget } from "./set.ts";
import { simulateBudget } from "./simulate.ts";
import { listBudgets, listCrossings } from "./store/budgets.ts";

const MINUTE = 60_000;
let world: World;
let api: TestApi;
let ada: Person;
let bo: Person;
let fleet: Fleet;
let offerId: string;
beforeAll(async () => {
  world = await makeWorld({ pool: 8 });
  ada = await addPerson(world, "Ada");
  bo = await addPerson(world, "Bo");
  fleet = new Fleet(world);
  fleet.openAccount("key-of-ada");
  await setProviderKey(world.ctx(ada), { providerId: "vast", key: "key-of-ada" });
  await list(world, [listed("1", { pricePerHour: usd(2) })]);
  const [row] = await world.database.sql`select id from offers`;
  offerId = String(row?.["id"]);
  api = await startTestApi(world, buildSchema(), [ada, bo]);
});
afterAll(async () => {
  await expectSoundLedger(world);
  await api?.stop();
  await world?.close();
});

const start = () => startSession(world.ctx(ada), { offerId, hours: 2 });

test("what is on the team's own bill counts in its budgets and its savings to the micro-dollar, and ends what they end", async () => {
  const budget = {
    scope: "account" as const,
    period: "month" as const,
    timeZone: "UTC",
    limit: usd(1),
    rungs: [{ measure: "stop" as const, atPercent: 100 }],
  };
  const { id } = await createBudget(world.ctx(ada), { name: "One", ...budget });
  expect(await evaluateBudgets(world.ctx())).toBe(0);
  const { session } = await start();
  await fleet.until("running", session.id);
  await fleet.pass(20 * MINUTE);
  await evaluateBudgets(world.ctx());
  const [row] = await listBudgets(world.ctx(ada));
  const standing = row && (await readStanding(world.ctx(ada), row));
  const { settledMicros } = await fleet.read(session.id);
  expect(settledMicros).toBeGreaterThan(usd(0));
  expect(standing).toMatchObject({ spent: settledMicros, top: [{ id: session.id, spent: settledMicros }] });
  expect(standing?.forecast.amount).toBeGreaterThan(settledMicros);

  await fleet.pass(15 * MINUTE);
  expect(await evaluateBudgets(world.ctx())).toBeGreaterThan(0);
  expect((await listCrossings(world.ctx(), [id])).get(id)?.map(({ threshold }) => threshold)).toContain(100);
  const stopped = await fleet.until("stopped", session.id);
  expect(stopped.reason).toBe("budget-spent");
  await expect(start()).rejects.toThrow(StartsBlocked);
  const [simulated] = await simulateBudget(world.ctx(ada), budget);
  expect(simulated?.reachedAt).not.toBeNull();

  const paid = formatUsd(stopped.settledMicros);
  const savings = async () =>
    (await api.ask("Ada", "{ savings { sessions total { paid } } credits { available held } }")).body.data;
  expect(await savings()).toMatchObject({ savings: { sessions: 1, total: { paid } } });
  expect(await addUpSavings(world.ctx(), new AbortController().signal)).toBe(1);
  expect(await savings()).toMatchObject({
    savings: { sessions: 1, total: { paid } },
    credits: { available: "0.000000", held: "0.000000" },
  });
  expect(await checkSavingsOf(world.ctx(), ada.accountId)).toEqual([]);
});

test("whose bill it is, is shown before the click and after it; what stands in a team's account, to that team", async () => {
  const foreign = fleet.account("key-of-ada").place({ label: "training" });
  await fleet.pass(3 * MINUTE);
  const asked = `query ($offerId: ID!) { billedTo(offerId: $offerId)
    sessions { nodes { billedTo held } }
    account { providerKeys { providerId machines lastLook { listed ours problem } } } }`;
  const answerTo = async (who: string) => (await api.ask(who, asked, { offerId })).body.data;
  expect(await answerTo("Ada")).toMatchObject({
    billedTo: "OWN_ACCOUNT",
    sessions: { nodes: [{ billedTo: "OWN_ACCOUNT", held: "0.000000" }] },
    account: {
      providerKeys: [
        { providerId: "vast", machines: 0, lastLook: { listed: 1, ours: 0, problem: null } },
        { providerId: "tensordock", lastLook: null },
        { providerId: "bluelobster", lastLook: null },
      ],
    },
  });
  expect(await answerTo("Bo")).toMatchObject({
    billedTo: "BERTH",
    account: { providerKeys: [{ machines: 0, lastLook: null }, {}, {}] },
  });
  expect(foreign.gone).toBe(false);
});

test("when little is left in a team's own account, that team is told, once", async () => {
  const account = fleet.account("key-of-ada");
  const [key] = await listOwnKeys(world.ctx(), ada.accountId);
  if (!key) throw new Error("Ada has a key");
  const poor = Object.assign(account, { readBalance: async () => usd(2) });
  for (let time = 0; time < 2; time++)
    await watchBalance(world.ctx(), poor, key, new AbortController().signal);
  const told = await world.database.sql`select account_id from events where topic like '%balance-low'`;
  expect(told).toEqual([{ account_id: ada.accountId }]);
});
