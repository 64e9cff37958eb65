import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { renting, UNTIL_RUNNING } from "../testing/renting.ts";
import { Agents } from "./agents.ts";

test("an agent that cannot be started is a machine that is silent, and keeps no other from its own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "agents-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "agent.mjs");
  writeFileSync(
    program,
    `import { writeFileSync } from "node:fs"; writeFileSync(process.env.BERTH_URL, "");`,
  );
  const simulator = await renting();
  const [one, other] = await simulator.offers({ num_gpus: { eq: 1 } });
  await simulator.rent({ env: { BERTH_AGENT_TOKEN: "no \0 environment" } }, one);
  const ran = join(folder, "ran");
  await simulator.rent({ env: { BERTH_AGENT_TOKEN: "token", BERTH_URL: ran } }, other);
  simulator.pass(UNTIL_RUNNING);
  await simulator.listed();
  const agents = new Agents(simulator.world, program);
  onTestFinished(() => agents.close());
  agents.look();
  agents.look();
  await expect.poll(() => existsSync(ran), { timeout: 5_000 }).toBe(true);
});
