import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changePlan } from "./accounts/index.ts";
import { buildSchemaOf } from "./graphql/build.ts";
import { offerResolvers } from "./offers/graphql/resolvers.ts";
import { systemClock } from "./platform/clock.ts";
import { buildSchema } from "./schema.ts";
import { openSetUp } from "./sessions/machine-wish.ts";
import { key } from "./testing/actors.ts";
import { startTestApi, type TestApi } from "./testing/api.ts";
import { give } from "./testing/ledger.ts";
import { listed } from "./testing/listed.ts";
import { list } from "./testing/market.ts";
import { addPool } from "./testing/pools.ts";
import { Fleet } from "./testing/sessions.ts";
import { Terminal } from "./testing/terminal.ts";
import { addPerson } from "./testing/team.ts";
import { steps, tellHistory } from "./testing/told-history.ts";
import { makeWorld, type World } from "./testing/world.ts";
import { HOUR_MS } from "./values/hour.ts";
import { usd } from "./values/money.ts";

// `berth` as it is typed, against the API as it is.

const SCOPES = ["read", "sessions:write", "reservations:write"] as const;
const cli = fileURLToPath(new URL("../../cli", import.meta.url));
const schema = buildSchema();
let world: World;
let api: TestApi;
let accountId: string;
let folder: string;
/** The one file that goes out, built of the sources as they are. */
const home = mkdtempSync(join(tmpdir(), "berth-cli-"));
const program = join(home, "berth.mjs");

beforeAll(async () => {
  await build({
    input: join(cli, "src/main.ts"),
    platform: "node",
    output: { file: program, format: "esm", codeSplitting: false },
  });
  world = await makeWorld({ pool: 6 });
  ({ accountId } = await addPerson(world, "Ada"));
  await list(world, [listed("1", { region: "Texas\u001b[2J" }), listed("2", { pricePerHour: usd(2) })]);
  await give(world, accountId, usd(5));
  await changePlan(world.ctx(), accountId, "team");
  await addPool(world);
  api = await startTestApi(
    world,
    schema,
    [key("ada", SCOPES, accountId), key("reader", ["read"], accountId)],
    {
      // Whatever happens, sockets of who is no longer known are ended.
      accessChanged: () => (actor) => actor.kind === "key" && !api.actors.has(actor.name),
    },
  );
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await api?.stop();
  await world?.close();
});
beforeEach(() => {
  api.actors.set("ada", key("ada", SCOPES, accountId));
  const own = (folder = mkdtempSync(join(tmpdir(), "berth-cli-")));
  // A command that was killed may have left one behind that still ends.
  return () => rmSync(own, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

interface Said {
  code: number | null;
  out: string;
  err: string;
}

/** One command, typed by somebody whose output goes into a pipe. */
function begin(args: string[], env: Record<string, string> = {}, before: string[] = []) {
  const child = spawn(process.execPath, [...before, program, ...args], {
    env: {
      PATH: "/usr/local/bin:/usr/bin:/bin",
      BERTH_CONFIG_DIR: folder,
      BERTH_URL: api.url,
      BERTH_TOKEN: "ada",
      BERTH_PATIENCE_SECONDS: "10",
      TZ: "Europe/Berlin",
      ...env,
    },
  });
  const said: Said = { code: null, out: "", err: "" };
  child.stdout.on("data", (data: Buffer) => (said.out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.err += data.toString()));
  return {
    child,
    said,
    ended: once(child, "close").then(([code]) => ({ ...said, code: code as number | null })),
  };
}

async function berth(args: string[], env: Record<string, string> = {}, stdin = ""): Promise<Said> {
  const { child, ended } = begin(args, env);
  child.stdin.end(stdin);
  return ended;
}

const setPrice = (dollars: number) =>
  list(world, [listed("1", { pricePerHour: usd(dollars) }), listed("2", { pricePerHour: usd(2) })]);

/** Again and again, a little otherwise each time, until the program has noticed and is over. */
async function whileItRuns(child: ChildProcess, act: (round: number) => Promise<unknown>): Promise<void> {
  const over = once(child, "exit");
  for (let round = 0; child.exitCode === null && child.signalCode === null; round++) {
    await act(round);
    await Promise.race([over, new Promise<void>((resolve) => systemClock.after(50, resolve))]);
  }
}

function json<T>({ out, err }: Pick<Said, "out" | "err">): T {
  if (out === "") throw new Error(err);
  return JSON.parse(out) as T;
}

/** One sentence and no trace of a program. */
function expectSentence({ out, err }: Said): void {
  expect(out).toBe("");
  expect(err.trimEnd()).not.toContain("\n");
  expect(err).toMatch(/^\S.{15,}\n$/);
  expect(err).not.toMatch(/\bat .*\.ts:|node:internal|Error:/);
}

test("a key comes in by stdin, is tried, and is kept for its owner alone", async () => {
  const said = await berth(["login", api.url, "--json"], { BERTH_TOKEN: "", BERTH_URL: "" }, "ada\n");
  expect(said.code).toBe(0);
  const file = join(folder, "token");
  expect(readFileSync(file, "utf8")).toBe("ada\n");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const credits = await berth(["credits", "--json"], { BERTH_TOKEN: "", BERTH_URL: "" });
  expect(json(credits)).toMatchObject({ shape: 1, credits: { available: "5.000000" } });

  chmodSync(file, 0o644);
  const open = await berth(["credits"], { BERTH_TOKEN: "" });
  expect(open).toMatchObject({ code: 2, err: expect.stringContaining("chmod 600") as string });
  expectSentence(open);
});

test("a kept key goes to the server that it was tried at, however that was named", async () => {
  const nothingSet = { BERTH_TOKEN: "", BERTH_URL: "" };
  expect((await berth(["login", "--server", api.url], nothingSet, "ada\n")).code).toBe(0);
  const credits = await berth(["credits", "--json"], nothingSet);
  expect(json(credits)).toMatchObject({ credits: { available: "5.000000" } });
});

test("a key that nobody knows is not kept", async () => {
  const said = await berth(["login"], { BERTH_TOKEN: "" }, "stranger\n");
  expect(said).toMatchObject({ code: 4, err: expect.stringContaining("does not know this key") as string });
  expectSentence(said);
  expect(existsSync(join(folder, "token"))).toBe(false);
});

test("one line searches as in the console, and steers no terminal", async () => {
  const said = await berth(["offers", "rtx4090", "<1.50/gpu"]);
  expect(said.code).toBe(0);
  expect(said.out.split("\n")[1]).toContain("1 × RTX 4090");
  expect(said.out).not.toContain("\u001b");
  const { offers } = json<{ offers: { pricePerGpuHour: string }[] }>(
    await berth(["offers", "rtx4090", "--json"]),
  );
  expect(offers.map(({ pricePerGpuHour }) => pricePerGpuHour)).toEqual(["1.000000", "2.000000"]);
});

test.concurrent.each([
  ["a search that makes no sense", ["offers", "rtx4090", "flying"], {}, 2, "flying"],
  ["a GPU that nobody knows", ["offers", "rtx9999"], {}, 2, "9999"],
  ["nobody signed in", ["credits"], { BERTH_TOKEN: "" }, 4, "berth login"],
  ["a revoked key", ["credits"], { BERTH_TOKEN: "revoked" }, 4, "berth login"],
  ["a key that may not", ["session", "start", "rtx4090", "--yes"], { BERTH_TOKEN: "reader" }, 4, "sessions"],
  ["an id of nothing", ["session", "show", "ses_00000000000000000000000000"], {}, 5, "no session"],
  ["an hour too many", ["session", "start", "rtx4090", "--hours", "13", "--yes"], {}, 2, "13"],
  ["more than there is", ["session", "start", "rtx4090", "--hours", "12", "--yes"], {}, 3, "credit"],
  ["nobody to ask", ["session", "start", "rtx4090"], {}, 2, "--yes"],
  [
    "a server that is away",
    ["credits"],
    { BERTH_URL: "http://127.0.0.1:9", BERTH_PATIENCE_SECONDS: "0.2" },
    6,
    "cannot be reached",
  ],
  ["no address", ["credits"], { BERTH_URL: "http://%" }, 2, "no address"],
] as const)("%s: a sentence, and its code", async (_what, args, env, code, contains) => {
  // Others run beside it, and the folder is that of whichever began last.
  const own = mkdtempSync(join(home, "beside-"));
  const said = await berth([...args], { BERTH_CONFIG_DIR: own, ...env });
  expect({ code: said.code, err: said.err }).toEqual({
    code,
    err: expect.stringContaining(contains) as string,
  });
  const last = said.err.trimEnd().split("\n").at(-1) ?? "";
  expectSentence({ ...said, err: `${last}\n` });
});

test("a refusal is JSON for who asked for JSON, on stderr", async () => {
  const { code, out, err } = await berth(["session", "start", "rtx4090", "--hours", "12", "--yes", "--json"]);
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(JSON.parse(err)).toMatchObject({
    shape: 1,
    error: { exit: 3, code: "InsufficientCredits", available: "5.000000" },
  });
});

test("a word that is no command is answered with what there is", async () => {
  const said = await berth(["ofers"]);
  expect(said.code).toBe(2);
  expect(said.err).toContain("Did you mean offers?");
});

test("a server that answers with something else, or speaks of other things, is told apart", async () => {
  const notBerth = await berth(["credits"], { BERTH_URL: `${api.url}/readyz` });
  expect(notBerth.code).toBe(6);
  expectSentence(notBerth);
});

test("a server that does not answer in time is told apart from one that is away", async () => {
  const slow = createServer(() => {});
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
  const { port } = slow.address() as AddressInfo;
  const said = await berth(["credits"], {
    BERTH_URL: `http://127.0.0.1:${port}`,
    BERTH_PATIENCE_SECONDS: "0.3",
  });
  slow.closeAllConnections();
  slow.close();
  expect(said).toMatchObject({ code: 6, err: expect.stringContaining("did not answer in time") as string });
  expectSentence(said);
});

test("a server of another age, which does not understand what is asked, is told apart from one that is away", async () => {
  const older = await startTestApi(world, buildSchemaOf(offerResolvers), [key("ada", SCOPES, accountId)]);
  const said = await berth(["credits"], { BERTH_URL: older.url });
  await older.stop();
  expect(said).toMatchObject({ code: 7, err: expect.stringContaining("too far apart in age") as string });
  expectSentence(said);
});

test("a dry run says what it would cost, and leaves nothing", async () => {
  const said = await berth(["session", "start", "rtx4090", "--hours", "2", "--dry-run", "--json"]);
  expect(json(said)).toMatchObject({ dryRun: true, hours: 2, available: "5.000000" });
  const { sessions } = json<{ sessions: unknown[] }>(await berth(["session", "list", "--json"]));
  expect(sessions).toEqual([]);
});

test("killed half-way and run again, a command has the same result", async () => {
  const args = ["session", "start", "rtx4090", "--hours", "1", "--yes", "--json"];
  // What it is asked for is written down; then, before the answer is read, it is killed.
  const { child, ended } = begin(args);
  const pending = join(folder, "state", "pending");
  const begun = () => existsSync(pending) && readdirSync(pending).some((name) => name.endsWith(".json"));
  while (!begun() && child.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
  child.kill("SIGKILL");
  await ended;
  const again = await berth(args);
  expect(again.code).toBe(0);
  const { session } = json<{ session: { id: string } }>(again);
  const { sessions } = json<{ sessions: { id: string }[] }>(await berth(["session", "list", "--json"]));
  expect(sessions.map(({ id }) => id)).toEqual([session.id]);
  expect(readdirSync(pending)).toEqual([]);
  const stopped = await berth(["shutdown", "last", "--yes", "--no-wait", "--json"]);
  expect(json(stopped)).toMatchObject({ session: { id: session.id, isEnding: true } });
});

test("two at once with one key rent one machine", async () => {
  const args = ["session", "start", "rtx4090", "--hours", "1", "--yes", "--json", "--key", "one key for two"];
  const other = mkdtempSync(join(tmpdir(), "berth-cli-"));
  const both = await Promise.all([
    berth(args),
    berth([...args, "--public-key", publicKey()], { BERTH_CONFIG_DIR: other }),
  ]);
  rmSync(other, { recursive: true, force: true });
  const granted = both.filter(({ code }) => code === 0);
  const refused = both.filter(({ code }) => code === 3);
  expect([granted.length, refused.length]).toEqual([1, 1]);
  expect(refused[0]?.err).toContain("IdempotencyKeyReused");
});

function publicKey(): string {
  const file = join(folder, "other.pub");
  writeFileSync(
    file,
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPb8tN4u4pXn5y6l7nC2mH6c0w0Zk3Qm2m0Jm0m0m0m0 other\n",
  );
  return file;
}

test("a pipe that is closed early is no failure", async () => {
  const { child, ended } = begin(["offers", "--watch", "--json"]);
  child.stdout.once("data", () => child.stdout.destroy());
  await once(child.stdout, "close");
  await whileItRuns(child, (round) => setPrice(3 + (round % 2)));
  const { code, err } = await ended;
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("a key that is revoked in mid-watch ends the watch with a sentence", async () => {
  const { child, said, ended } = begin(["offers", "--watch"]);
  await once(child.stdout, "data");
  said.out = "";
  api.actors.delete("ada");
  await whileItRuns(child, (round) => setPrice(4 + (round % 2)));
  expect((await ended).code).toBe(4);
  expectSentence({ ...said, out: "", err: `${said.err.trimEnd().split("\n").at(-1)}\n` });
  expect(said.err).toContain("revoked");
});

test("Ctrl-C ends a watch", async () => {
  const { child, ended } = begin(["offers", "--watch"]);
  await once(child.stdout, "data");
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 130, err: "Interrupted.\n" });
});

test("forty columns are enough", async () => {
  for (const args of [["offers"], ["credits"], ["session", "list", "--all"], ["config", "show"]]) {
    const { out, code } = await berth(args, { COLUMNS: "40" });
    expect(code).toBe(0);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(40);
  }
});

test("booked from a terminal at the price that was quoted, and given up", async () => {
  const when = ["H100", "--from", "+3d", "--hours", "1", "--json"];
  const { price } = json<{ price: { total: string } }>(await berth(["reserve", "quote", ...when]));
  await berth([
    "session",
    "save-template",
    "nightly",
    "--image",
    "pytorch/pytorch:2.9",
    "--env",
    "RUN=nightly",
  ]);
  const setUp = ["--template", "nightly", "--port", "8888", "--save", "sync-it"];
  const said = await berth(["reserve", "create", ...when, ...setUp, "--yes"]);
  expect(said).toMatchObject({ code: 0 });
  const [kept] = await world.database.sql<
    { id: string; image: string; save_minutes: number; sealedSetUp: string }[]
  >`select id, image, save_minutes, sealed_set_up as "sealedSetUp" from reservations`;
  expect(kept).toMatchObject({ save_minutes: 10, image: "pytorch/pytorch:2.9" });
  expect(kept && openSetUp(world.ctx(), kept)).toMatchObject({
    env: { RUN: "nightly" },
    ports: [8888],
  });
  await berth(["session", "remove-template", "nightly", "--yes"]);
  const { reservation } = json<{ reservation: { id: string; total: string; startsAt: string } }>(said);
  expect(reservation.total).toBe(price.total);
  const looked = await berth(["reserve", "cancel", reservation.id, "--dry-run", "--json"]);
  expect(json(looked)).toMatchObject({ dryRun: true, reservationId: reservation.id });
  const later = ["reserve", "move", reservation.id, "--from", "+4d", "--hours", "1"];
  const move = json<{ total: string }>(await berth([...later, "--dry-run", "--json"]));
  const moved = json<{ reservation: { total: string; startsAt: string } }>(
    await berth([...later, "--yes", "--json"]),
  );
  expect(moved.reservation.total).toBe(move.total);
  expect(moved.reservation.startsAt > reservation.startsAt).toBe(true);
  const half = new Date(Date.parse(moved.reservation.startsAt) + HOUR_MS / 2).toISOString();
  const less = ["reserve", "hand-back", reservation.id, "--from", half, "--json"];
  const { back } = json<{ back: string }>(await berth([...less, "--dry-run"]));
  const handed = json<{ reservation: { total: string } }>(await berth([...less, "--yes"]));
  const micros = (amount: string) => BigInt(amount.replace(".", ""));
  expect(micros(moved.reservation.total) - micros(handed.reservation.total)).toBe(micros(back));
  expect(micros(back)).toBeGreaterThan(0n);
  expect(await berth(["reserve", "cancel", reservation.id, "--yes"])).toMatchObject({ code: 0 });
  expect(json(await berth(["reserve", "list", "--json"]))).toMatchObject({ reservations: [] });
});

test("a job waits for its price from a terminal, set up by a template, and is cancelled", async () => {
  await berth(["session", "save-template", "nightly", "--image", "pytorch/pytorch:2.9", "--idle", "30"]);
  const asked = ["order", "create", "RTX4090", "--by", "+2d", "--budget", "$0.01", "--template", "nightly"];
  const looked = await berth([...asked, "--dry-run"]);
  expect(looked).toMatchObject({ code: 0, out: expect.stringContaining("that much is held") as string });
  for (const [option, ...asks] of [
    ["--budget", "order", "create", "H100", "--by", "+2d"],
    ["--max-price", "session", "start", "rtx4090"],
  ]) {
    const nonsense = await berth([...asks, option ?? "", "much"]);
    expect(nonsense).toMatchObject({
      code: 2,
      err: expect.stringContaining("“much” is no amount") as string,
    });
  }
  const setUp = ["--port", "8888", "--save", "sync-it"];
  const { order } = json<{ order: { id: string } }>(await berth([...asked, ...setUp, "--yes", "--json"]));
  expect(json(await berth(["order", "list", "--json"]))).toMatchObject({
    orders: [{ id: order.id, state: "WAITING", saveMinutes: 10, setUp: { ports: [8888] } }],
  });
  const [kept] = await world.database.sql`select image, disk_gb from flexible_jobs`;
  expect(kept).toEqual({ image: "pytorch/pytorch:2.9", disk_gb: 50 });
  const cancelled = await berth(["order", "cancel", order.id, "--yes"]);
  expect(cancelled).toMatchObject({ code: 0, out: expect.stringContaining("$0.01 are free") as string });
  await berth(["session", "remove-template", "nightly", "--yes"]);
});

test("what was spent is put together as one likes, and the parts add up", async () => {
  for (const by of ["session", "consumer", "gpu", "day", "month"]) {
    const { total, costs } = json<{ total: string; costs: { cost: string }[] }>(
      await berth(["costs", "--by", by, "--from", "2026-01-01", "--json"]),
    );
    const micros = (amount: string) => BigInt(amount.replace(".", ""));
    expect(costs.reduce((sum, { cost }) => sum + micros(cost), 0n)).toBe(micros(total));
  }
});

test("a template is kept, shown, made another of, started with, and removed", async () => {
  const setUp = ["--image", "pytorch/pytorch:2.9", "--disk", "200", "--env", "RUN=nightly", "--port", "8888"];
  const saved = await berth(["session", "save-template", "training", ...setUp]);
  expect(saved).toMatchObject({ code: 0, out: expect.stringContaining("--template training") as string });
  const again = ["session", "save-template", "weekly", "--from", "Training", "--disk", "300", "--json"];
  expect(json(await berth(again))).toMatchObject({
    template: { image: "pytorch/pytorch:2.9", diskGb: 300, ports: [8888], envNames: ["RUN"], onStart: null },
  });
  const asked = ["session", "start", "rtx4090", "--template", "weekly", "--dry-run"];
  expect((await berth(asked)).out).toContain("with 300 GB of disk");
  expect((await berth(["session", "remove-template", "weekly", "--yes"])).code).toBe(0);
  expect((await berth(["session", "templates"])).out.split("\n").slice(0, -1)).toHaveLength(2);
  const gone = await berth(asked);
  expect(gone.code).toBe(5);
  expectSentence(gone);
});

test.each(["inventory rtx4090", "provision rtx4090 --dry-run", "sessions", "costs", "config"])(
  "the old name works: %s",
  async (typed) => {
    expect(await berth([...typed.split(" "), "--json"])).toMatchObject({ code: 0 });
  },
);

test("every example in --help can be typed as it stands", { timeout: 120_000 }, async () => {
  const helps = await helpOf([]);
  const lines = helps.flatMap((text) => [...text.matchAll(/^ {2}\$ (.+)$/gm)].map(([, line = ""]) => line));
  expect(lines.length).toBeGreaterThan(30);
  writeFileSync(join(home, "berth"), `#!/bin/sh\nexec ${process.execPath} ${program} "$@"\n`, {
    mode: 0o755,
  });
  writeFileSync(join(folder, "key-file"), "ada\n");
  mkdirSync(join(folder, "data"));
  // These stay, or are for another shell.
  const stays = /watch|--follow|completion (zsh|fish)/;
  const asksSomebody = /--yes|^No key was given/;
  const results = await Promise.all(
    lines.filter((line) => !stays.test(line)).map(async (line) => ({ line, ...(await typed(line)) })),
  );
  // What is not there, not enough or not allowed is said; what makes no sense must not be an example.
  const bad = results.filter(
    ({ code, err }) => ![0, 3, 4, 5, 6].includes(code ?? 1) && !asksSomebody.test(err),
  );
  expect(bad).toEqual([]);
});

test("a machine's life is followed to its end, made longer, and its work said to be done", async () => {
  await give(world, accountId, usd(40));
  const fleet = new Fleet(world);
  const starting = ["session", "start", "rtx4090", "--hours", "1", "--max-price", "9", "--yes", "--json"];
  const { session } = json<{ session: { id: string } }>(await berth(starting));
  const following = begin(["session", "logs", session.id, "--follow", "--json"]);
  await fleet.until("running", session.id);
  const longer = json<{ session: { endsAt: string } }>(
    await berth(["session", "extend", session.id, "--hours", "2", "--yes", "--json"]),
  );
  expect(Date.parse(longer.session.endsAt) - world.clock.now().getTime()).toBeGreaterThan(2 * HOUR_MS);
  expect(await berth(["session", "done", session.id, "--yes"])).toMatchObject({ code: 0 });
  await fleet.until("stopped", session.id);
  const { code, out } = await following.ended;
  expect(code).toBe(0);
  const told = out
    .trimEnd()
    .split("\n")
    .map((line) => json<{ event: { summary: string } }>({ out: line, err: "" }));
  expect(told.at(-1)?.event.summary).toContain("proven that the machine is gone");
  const { sessions } = json<{ sessions: { id: string; reason: string }[] }>(
    await berth(["session", "list", "--all", "--json"]),
  );
  expect(sessions.find(({ id }) => id === session.id)?.reason).toMatch(/done/);
});

test("a shell completes what was begun: commands, those under them, and options", async () => {
  const [bash, zsh, fish] = await Promise.all(
    ["bash", "zsh", "fish"].map(async (shell) => (await berth(["completion", shell])).out),
  );
  const completed = (words: string) =>
    execFileSync("bash", [
      "-c",
      `${bash}\nCOMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _berth; echo "\${COMPREPLY[@]}"`,
    ])
      .toString()
      .trim();
  expect(completed("berth tra")).toBe("transfer");
  expect(completed("berth session st")).toBe("start stop");
  expect(completed("berth --json reserve hand-back --dr")).toBe("--dry-run");
  expect(zsh).toContain("bashcompinit");
  expect(zsh).toContain(bash);
  expect(fish).toContain("complete -c berth -f -n '__fish_seen_subcommand_from session; and not ");
  expect(fish?.split("\n").filter((line) => line !== "" && !line.startsWith("complete -c berth "))).toEqual(
    [],
  );
});

/** The help of every command there is, found by what the help of the one above it lists. */
async function helpOf(words: string[]): Promise<string[]> {
  const { out } = await berth([...words, "--help"]);
  const listed = out.split("Commands:\n")[1]?.split("\n\n")[0] ?? "";
  const names = [...listed.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = ""]) => name);
  const below = await Promise.all(
    names.filter((name) => name !== "help").map((name) => helpOf([...words, name])),
  );
  return [out, ...below.flat()];
}

/** As a shell reads it. */
async function typed(line: string): Promise<Said> {
  const child = spawn("bash", ["-c", line], {
    cwd: folder,
    env: {
      PATH: `${home}:/usr/local/bin:/usr/bin:/bin`,
      BERTH_CONFIG_DIR: mkdtempSync(join(folder, "each-")),
      BERTH_URL: api.url,
      BERTH_TOKEN: "reader",
      BERTH_PATIENCE_SECONDS: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: Said = { code: null, out: "", err: "" };
  child.stdout.on("data", (data: Buffer) => (said.out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said.err += data.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { ...said, code };
}

/** What is painted over itself is seen on a terminal, of which Node has none: stdout says that it is one. */
const onTerminal = `
  let columns = Number(process.env.COLUMNS);
  Object.defineProperties(process.stdout, {
    isTTY: { value: true }, columns: { get: () => columns }, rows: { value: 24 },
  });
  process.on("SIGUSR2", () => {
    columns = Number(process.env.COLUMNS_AFTER);
    process.stdout.write("\\u001b[8;24;" + columns + "t");
    process.stdout.emit("resize");
  });
`;

function beginOnTerminal(args: string[], columns: number, after = columns) {
  const file = join(home, "on-terminal.mjs");
  writeFileSync(file, onTerminal);
  const env = { COLUMNS: String(columns), COLUMNS_AFTER: String(after), NO_COLOR: "1" };
  const begun = begin(args, env, ["--import", file]);
  const terminal = new Terminal(columns);
  begun.child.stdout.on("data", (data: Buffer) => terminal.write(data.toString()));
  return { ...begun, terminal };
}

describe("on a terminal", () => {
  test.each([
    [40, 40],
    [120, 120],
    [120, 40],
    [40, 120],
  ])("what is watched is painted over itself, %i and then %i columns wide", async (columns, after) => {
    const { child, terminal, ended } = beginOnTerminal(["offers", "--watch"], columns, after);
    const todo = [() => child.kill("SIGUSR2"), () => {}, () => child.kill("SIGINT")];
    let seen = 0;
    await whileItRuns(child, async (round) => {
      await setPrice(5 + (round % 2));
      if (terminal.repaints === seen) return;
      seen = terminal.repaints;
      todo.shift()?.();
    });
    expect((await ended).code).toBe(130);
    expect(terminal.broken).toEqual([]);
    // Of all that was painted the last is there, and nothing is left of what was before.
    expect(terminal.text.match(/Ctrl-C ends it/g)).toHaveLength(1);
    expect(terminal.text.match(/off_/g)).toHaveLength(2);
  });

  test("the board of sessions fits, and says in mid-watch that its key was revoked", async () => {
    const started = [
      "session",
      "start",
      "rtx4090",
      "--hours",
      "1",
      "--yes",
      "--consumer",
      "東京の夜間ジョブ",
    ];
    expect((await berth(started)).code).toBe(0);
    const { child, terminal, ended } = beginOnTerminal(["watch"], 40);
    await expect.poll(() => terminal.text).toMatch(/ses_.*\n.*looking/);
    api.actors.delete("ada");
    await whileItRuns(child, () => give(world, accountId, usd(1) / 100n));
    const { code, err } = await ended;
    expect({ code, err }).toEqual({ code: 4, err: expect.stringMatching(/was revoked.*\n$/) as string });
    expect(terminal.broken).toEqual([]);
    expect(terminal.text.match(/Ctrl-C ends it/g)).toHaveLength(1);
    api.actors.set("ada", key("ada", SCOPES, accountId));
    await berth(["session", "stop", "last", "--yes", "--no-wait"]);
  });

  test.each([40, 120])("a price is a chart and sentences, %i columns wide", async (columns) => {
    const last = new Date(Math.floor(world.clock.now().getTime() / HOUR_MS - 1) * HOUR_MS);
    await tellHistory(world, steps(60), { last, gpuModel: "H100" });
    const { terminal, ended } = beginOnTerminal(["price", "h100", "--days", "3"], columns);
    expect(await ended).toMatchObject({ code: 0, err: "" });
    expect(terminal.broken).toEqual([]);
    expect(terminal.text).toMatch(/dollars\sfor\sa\sGPU\sand\san\shour/);
    expect(terminal.text).toMatch(/\$\d\.\d{4} .*[▁-█]{20}/);
  });

  // A fresh machine need not have one; where it has, it is the system's own.
  test.runIf(existsSync("/usr/bin/script"))("of the system it is the same, and Ctrl-C is heard", async () => {
    const typed = `stty cols 40 rows 24; exec ${process.execPath} ${program} watch`;
    const child = spawn("/usr/bin/script", ["-qec", typed, "/dev/null"], {
      env: { PATH: "/usr/bin:/bin", BERTH_CONFIG_DIR: folder, BERTH_URL: api.url, BERTH_TOKEN: "ada" },
    });
    let out = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    await expect.poll(() => out, { timeout: 10_000 }).toContain("Ctrl-C ends it");
    child.stdin.write("\u0003");
    const [code] = (await once(child, "close")) as [number | null];
    expect(code).toBe(130);
    const terminal = new Terminal(40);
    terminal.write(out.replaceAll("^C", ""));
    expect(terminal.broken).toEqual([]);
    expect(out).toContain("Interrupted.");
  });
});
