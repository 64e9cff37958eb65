import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PendingFile } from "./pending.ts";

let env: NodeJS.ProcessEnv;
let folder: string;
beforeEach(() => {
  env = { BERTH_CONFIG_DIR: mkdtempSync(join(tmpdir(), "berth-pending-")) };
  folder = join(String(env["BERTH_CONFIG_DIR"]), "state", "pending");
});
afterEach(() => rmSync(String(env["BERTH_CONFIG_DIR"]), { recursive: true, force: true }));

const intent = { server: "http://berth.test", account: "acc_canary", typed: ["session start", ["h100"]] };
/** As if the process that held it had been killed. */
const kill = () => {
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".lock")))
    writeFileSync(join(folder, name), "2147483646");
};

test("killed before it was answered, the same command goes on with the same key and the same values", () => {
  const first = new PendingFile<{ offerId: string }>(env, intent).begin({ offerId: "off_1" });
  kill();
  const second = new PendingFile<{ offerId: string }>(env, intent).find();
  expect(second?.idempotencyKey).toBe(first.idempotencyKey);
  expect(second?.variables).toEqual({ offerId: "off_1" });
});

test("killed in a container, where the next process may have its number, it goes on all the same", () => {
  const first = new PendingFile(env, intent).begin({});
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".lock")))
    writeFileSync(join(folder, name), `${process.pid} of another run`);
  expect(new PendingFile(env, intent).find()?.idempotencyKey).toBe(first.idempotencyKey);
});

test.skipIf(process.platform !== "linux")(
  "killed with its computer, it goes on once that was booted, whatever has its number there now",
  () => {
    const first = new PendingFile(env, intent).begin({});
    const [name = ""] = readdirSync(folder).filter((one) => one.endsWith(".lock"));
    const held = readFileSync(join(folder, name), "utf8").split(" ");
    // Our parent is there, and no process of this program.
    const lock = (boot = "") => writeFileSync(join(folder, name), `${process.ppid} ${held[1]} ${boot}`);
    lock(held[2]);
    expect(() => new PendingFile(env, intent)).toThrow("running already");
    lock("00000000-0000-0000-0000-000000000000");
    expect(new PendingFile(env, intent).find()?.idempotencyKey).toBe(first.idempotencyKey);
  },
);

test("what cannot be read any more is asked for under no other key, and says where it is", () => {
  const file = new PendingFile(env, intent);
  file.begin({ offerId: "off_1" });
  const [name = ""] = readdirSync(folder).filter((one) => one.endsWith(".json"));
  for (const text of [
    "",
    '{"idempotencyKey":"half',
    "null",
    "{}",
    '{"idempotencyKey":"key of no variables"}',
  ]) {
    writeFileSync(join(folder, name), text);
    expect(() => file.find(), text).toThrow(name);
  }
});

test("answered, it is forgotten: the same command is a new one", () => {
  const file = new PendingFile(env, intent);
  file.begin({}).answered();
  expect(file.find()).toBeNull();
});

test("another command, server or account has a file of its own", () => {
  new PendingFile(env, intent).begin({});
  for (const other of [
    { ...intent, typed: ["session start", ["a100"]] },
    { ...intent, server: "http://other.test" },
    { ...intent, account: "another" },
  ])
    expect(new PendingFile(env, other).find()).toBeNull();
});

test("the same command twice at once is refused with a sentence, and not done twice", () => {
  new PendingFile(env, intent).begin({});
  expect(() => new PendingFile(env, intent)).toThrow(/running already, as process \d+\..*--key/);
});

test("of several that find what a dead one left, at the same moment, one goes on", async () => {
  const text = `
    import { PendingFile } from ${JSON.stringify(new URL("pending.ts", import.meta.url).href)};
    const [intent, at] = JSON.parse(process.argv[1]);
    while (Date.now() < at) {}
    try {
      new PendingFile(process.env, intent);
      console.log("mine");
      setTimeout(() => {}, 1_000);
    } catch (error) {
      if (error.code !== "RUNNING_ALREADY") throw error;
    }`;
  for (let round = 0; round < 2; round++) {
    new PendingFile(env, intent);
    kill();
    const asked = JSON.stringify([intent, Date.now() + 700]);
    const runs = Array.from({ length: 4 }, () =>
      promisify(execFile)(process.execPath, ["--input-type=module", "-e", text, asked], { env }),
    );
    const said = await Promise.all(runs);
    expect(said.filter(({ stdout }) => stdout === "mine\n")).toHaveLength(1);
    rmSync(folder, { recursive: true });
  }
}, 60_000);

test("no file names who asks, and a week later nothing is left", () => {
  new PendingFile(env, intent).begin({});
  const names = readdirSync(folder);
  expect(names.join(" ")).not.toContain("canary");
  for (const name of names) utimesSync(join(folder, name), 1, 1);
  new PendingFile(env, { ...intent, typed: ["another"] });
  expect(readdirSync(folder).filter((name) => names.includes(name))).toEqual([]);
});
