import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "./platform/clock.ts";
import { buildSchema } from "./schema.ts";
import { key } from "./testing/actors.ts";
import { startTestApi, type TestApi } from "./testing/api.ts";
import { give } from "./testing/ledger.ts";
import { listed } from "./testing/listed.ts";
import { list } from "./testing/market.ts";
import { addPool } from "./testing/pools.ts";
import { sandboxOf } from "./testing/sandbox.ts";
import { addPerson } from "./testing/team.ts";
import { makeWorld, type World } from "./testing/world.ts";
import { changePlan } from "./accounts/index.ts";
import { scopes } from "./values/actor.ts";
import { usd } from "./values/money.ts";

// What docs/api.md tells partners to run is run here as it is printed, and must say what is printed below it.

const guide = readFileSync(join(import.meta.dirname, "../../docs/api.md"), "utf8");
const programs = [...guide.matchAll(/```js\n(.*?)```(?:\s*```text\n(.*?)```)?/gs)].map(
  ([, source = "", prints = ""]) => ({ source, prints }),
);
const [beginning, ...examples] = programs;

let world: World;
let api: TestApi;
const folder = mkdtempSync(join(tmpdir(), "berth-guide-"));
beforeAll(async () => {
  world = await makeWorld({ pool: 6 });
  // The programs go by the clock of the machine that they run on.
  world.clock.set(systemClock.now().getTime() - world.clock.now().getTime());
  const { accountId } = await addPerson(world, "Ada");
  await changePlan(world.ctx(), accountId, "team");
  await list(
    world,
    [1, 2, 3, 4, 5].map((at) => listed(String(at), { pricePerHour: usd(at) })),
  );
  await addPool(world);
  await give(world, accountId, usd(100));
  api = await startTestApi(world, buildSchema(), [key("partner", scopes, accountId)], {
    config: { COST_PER_MINUTE: 60_000 },
    sandbox: sandboxOf(world),
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api?.stop();
  await world?.close();
});

test("every section that can be shown has a program, and every program says what it prints", () => {
  expect(examples.length).toBeGreaterThanOrEqual(7);
  expect(examples.filter(({ prints }) => prints === "")).toEqual([]);
});

test.each(examples.map((example, at) => ({ at: at + 1, ...example })))(
  "program $at of the guide runs as it is printed",
  async ({ at, source, prints }) => {
    const file = join(folder, `${at}.mjs`);
    writeFileSync(file, `${beginning?.source}\n${source}`);
    const { stdout } = await promisify(execFile)(process.execPath, [file], {
      env: { BERTH_URL: api.url, BERTH_TOKEN: "partner" },
      timeout: 20_000,
    });
    const lines = (text: string) => text.trimEnd().split("\n");
    expect(lines(stdout)).toEqual(
      lines(prints).map((line) => expect.stringMatching(patternOf(line)) as string),
    );
  },
);

/** What a line is like, where … stands for what differs. */
function patternOf(line: string): RegExp {
  const parts = line.split("…").map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".+")}$`);
}
