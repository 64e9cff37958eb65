import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runNode, runTool } from "../../scripts/check/tool.ts";
import { packAll } from "../../scripts/packing/pack.ts";
import { buildSchema } from "./schema.ts";
import { key } from "./testing/actors.ts";
import { startTestApi, type TestApi } from "./testing/api.ts";
import { listed } from "./testing/listed.ts";
import { list } from "./testing/market.ts";
import { addPerson } from "./testing/team.ts";
import { makeWorld, type World } from "./testing/world.ts";
import { scopes } from "./values/actor.ts";
import { usd } from "./values/money.ts";

// What `npm run pack` makes is put where npm would put it, in a folder that has nothing else, and used there.

const run = promisify(execFile);
const sdk = join(import.meta.dirname, "../../client-sdk");
const folder = mkdtempSync(join(tmpdir(), "berth-published-"));
const script = join(folder, "partner.ts");
let world: World;
let api: TestApi;
beforeAll(async () => {
  const [client = "", cli = ""] = await packAll(folder);
  await install(client, "@berth/client-sdk");
  await install(cli, "@berth/cli");
  // What the client names as its own, npm would fetch.
  for (const name of readdirSync(join(sdk, "node_modules"))) {
    if (/^(graphql|graphql-ws|graphql-sse|@graphql-typed-document-node)$/.test(name))
      symlinkSync(join(sdk, "node_modules", name), join(folder, "node_modules", name));
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));

  world = await makeWorld();
  const { accountId } = await addPerson(world, "Ada");
  await list(world, [listed("1", { pricePerHour: usd(2) })]);
  api = await startTestApi(world, buildSchema(), [key("partner", scopes, accountId)]);
  writeFileSync(script, partner(api.url));
});
afterAll(async () => {
  await api?.stop();
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Ten lines of a partner. What it does wrong on purpose must be an error, or the types say nothing. */
const partner = (url: string) => `
import { Berth, isRefused, OffersDocument, StartSessionDocument } from "@berth/client-sdk";
import { sumUsd } from "@berth/client-sdk/money";

const berth = new Berth({ url: "${url}", token: "partner" });
const { offers } = await berth.ask(OffersDocument, { text: "sort:price", first: 1 });
const prices: string[] = offers.nodes.map((offer) => offer.pricePerHour);
const input = { wish: { gpuModel: "RTX 9999" }, hours: 1, maxPricePerHour: "1.00" };
const { startSession } = await berth.ask(StartSessionDocument, { input });
console.log(sumUsd(prices), isRefused(startSession) ? startSession.__typename : startSession.session.id);
// @ts-expect-error: hours are a number
export const wrong = () => berth.ask(StartSessionDocument, { input: { hours: "1" } });
`;
const printed = "2.000000 NoSuchMachine\n";

async function install(file: string, name: string): Promise<void> {
  const into = join(folder, "node_modules", name);
  mkdirSync(into, { recursive: true });
  await run("tar", ["-xzf", file, "-C", into, "--strip-components", "1"]);
}

test("a partner's script in TypeScript runs on Node with the packed client, and nothing of the house", async () => {
  const { output } = await runNode([script], folder);
  expect(`${output}\n`).toContain(printed);
});

test.each([
  { by: "Node", module: "nodenext", lib: ["es2023", "dom"] },
  { by: "a bundler", module: "preserve", lib: ["es2023", "dom", "dom.iterable"] },
])("its types are there as $by finds them", async ({ module, lib }) => {
  const options = { module, lib, target: "es2023", types: [], strict: true, noEmit: true };
  const project = join(folder, `tsconfig.${module}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions: options, files: ["partner.ts"] }));
  const checked = await runTool({ package: "typescript", command: "tsc", arguments: ["--project", project] });
  expect(checked.output).toBe("");
});

test("a bundler makes one file of it for a browser, which speaks to the same API", async () => {
  const bundle = join(folder, "bundle.mjs");
  const made = await runTool({
    package: "rolldown",
    arguments: [script, "--platform", "browser", "--file", bundle, "--log-level", "warn"],
    folder: "cli",
  });
  expect(made.output).toBe("");
  expect((await run(process.execPath, [bundle])).stdout).toBe(printed);
});

test("the packed command line is one file, and answers as berth", async () => {
  const home = join(folder, "node_modules/@berth/cli");
  expect(readdirSync(join(home, "dist"))).toEqual(["berth.mjs"]);
  const asked = [join(home, "dist/berth.mjs"), "--json", "offers", "sort:price"];
  const { stdout } = await run(process.execPath, asked, {
    env: { BERTH_URL: api.url, BERTH_TOKEN: "partner", HOME: folder },
  });
  expect(JSON.parse(stdout)).toMatchObject({ offers: [{ pricePerHour: "2.000000" }] });
});
