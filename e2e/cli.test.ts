import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Product, startProduct } from "./product.ts";

// The whole life of a machine, by somebody who has a terminal and nothing else.

const program = join(import.meta.dirname, "../cli/dist/berth.mjs");
const folder = mkdtempSync(join(tmpdir(), "berth-terminal-"));
let product: Product;
beforeAll(async () => {
  product = await startProduct({ console: false });
});
afterAll(async () => {
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function begin(args: string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", BERTH_CONFIG_DIR: join(folder, "config"), TZ: "Europe/Berlin" },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, out, err }));
  return { child, ended, out: () => out };
}

async function berth(args: string[], stdin = ""): Promise<string> {
  const { child, ended } = begin(args);
  child.stdin.end(stdin);
  const { code, out, err } = await ended;
  if (code !== 0) throw new Error(`berth ${args.join(" ")} ended with ${code}:\n${err}${out}`);
  return out;
}

async function told<T>(...args: string[]): Promise<T> {
  return JSON.parse(await berth([...args, "--json"])) as T;
}

/** The market's clock goes on while what is waited for has not happened. */
const whileTimePasses = <T>(until: Promise<T>): Promise<T> =>
  whileWaiting(until, () => product.market.passTime(20));

/** Berth's does: that a machine is gone is proven twice, a minute apart. */
const whileMinutesPass = <T>(until: Promise<T>): Promise<T> =>
  whileWaiting(until, () => berth(["sandbox", "forward", "30s"]));

async function whileWaiting<T>(until: Promise<T>, pass: () => Promise<unknown>): Promise<T> {
  let over = false;
  const done = until.finally(() => (over = true));
  done.catch(() => {});
  while (!over) {
    await pass();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return done;
}

/** As somebody makes one in the console: signed in, for all that is done here. */
async function makeKey(): Promise<string> {
  const [url = ""] = product.apiUrls;
  const headers = { "content-type": "application/json", origin: product.consoleUrl };
  const { email, password } = product.demo;
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers,
    body: JSON.stringify({ email, password }),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const query = `mutation MakeKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) { ... on ApiKeyCreated { secret } ... on Refusal { message } }
  }`;
  const variables = { input: { name: "terminal", scopes: ["read", "sessions:write", "reservations:write"] } };
  const made = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { ...headers, cookie },
    body: JSON.stringify({ query, variables }),
  });
  const { data } = (await made.json()) as { data: { createApiKey: { secret: string } } };
  return data.createApiKey.secret;
}

const micros = (amount: string) => BigInt(amount.replace(".", ""));

test("searched, quoted, booked, started, logged in to, watched, stopped, and paid to the micro-dollar: from a terminal only", async () => {
  await berth(["login", product.apiUrls[0] ?? ""], `${await makeKey()}\n`);
  expect(await berth(["doctor"])).toContain("the server understands this program");

  const search = ["provider:vast", "on-demand", "x1", "reliability>0.98", "verified"];
  await expect.poll(() => berth(["offers", ...search]), { timeout: 20_000 }).toMatch(/^OFFER .*\noff_/);

  const before = await told<{ credits: { available: string } }>("credits");
  const starting = ["session", "start", ...search, "--hours", "1", "--max-price", "2", "--consumer", "story"];
  expect(await berth([...starting, "--dry-run"])).toContain("Nothing was done");
  const out = await whileTimePasses(berth([...starting, "--yes", "--wait", "--json"]));
  const { session } = JSON.parse(out) as { session: { id: string; state: string; sshCommand: string } };
  expect(session).toMatchObject({ state: "RUNNING" });

  expect(await berth(["session", "ssh", "last", "--", "nvidia-smi", "-L"])).toMatch(/GPU 0/);
  await copyThereAndBack();
  await letAnotherKeyIn();
  const watching = begin(["watch", "--json"]);
  const costs = () =>
    watching
      .out()
      .split("\n")
      .flatMap((line) => /"event":"cost".*?"cost":"([\d.]+)"/.exec(line)?.[1] ?? []);
  await expect.poll(() => new Set(costs()).size, { timeout: 15_000 }).toBeGreaterThan(2);
  watching.child.kill("SIGINT");
  expect((await watching.ended).code).toBe(130);

  await berth(["session", "extend", session.id, "--hours", "1", "--yes"]);
  const stopped = JSON.parse(
    await whileMinutesPass(berth(["session", "stop", session.id, "--yes", "--json"])),
  ) as { session: { state: string; cost: string } };
  expect(stopped.session.state).toBe("STOPPED");

  const after = await told<{ credits: { available: string; held: string } }>("credits");
  expect(micros(before.credits.available) - micros(after.credits.available)).toBe(
    micros(stopped.session.cost),
  );
  expect(after.credits.held).toBe("0.000000");
  const spent = await told<{ costs: { name: string; cost: string }[] }>("costs", "--by", "consumer");
  expect(spent.costs.find(({ name }) => name === "story")?.cost).toBe(stopped.session.cost);
  expect(await berth(["session", "logs", "last"])).toContain("CET");
  expect(await product.market.machines()).toEqual([]);

  await bookAndLiveThroughIt();
});

/** A folder, with a name that a shell would take apart, byte by byte; and what is not there is said to be missing. */
async function copyThereAndBack(): Promise<void> {
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 31 + (at >> 7)) % 256));
  mkdirSync(join(folder, "run 7/deep"), { recursive: true });
  writeFileSync(join(folder, "run 7/deep/it's $HOME: a model.bin"), bytes);
  writeFileSync(join(folder, "run 7/empty"), "");
  await berth(["transfer", "up", "last", "run 7"]);
  await berth(["transfer", "down", "last", "run 7", "back"]);
  expect(readFileSync(join(folder, "back/deep/it's $HOME: a model.bin")).equals(bytes)).toBe(true);
  expect(readFileSync(join(folder, "back/empty"))).toHaveLength(0);
  const missing = await begin(["transfer", "down", "last", "run 8"]).ended;
  expect(missing).toMatchObject({ code: 5, err: "There is no run 8 on the machine.\n", out: "" });
  const nowhere = await begin(["transfer", "up", "last", "run 7/empty", "nowhere/at/all"]).ended;
  expect(nowhere).toMatchObject({ code: 5, err: expect.stringContaining("has no folder") as string });
  const notHere = await begin(["transfer", "up", "last", "run 8"]).ended;
  expect(notHere).toMatchObject({ code: 2, err: "run 8 cannot be used: there is no such file.\n" });
}

/** With the key that was let in before nobody gets in, and with the new one one does. */
async function letAnotherKeyIn(): Promise<void> {
  const other = join(folder, "other");
  spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", other]);
  await berth(["session", "reissue-key", "last", "--public-key", `${other}.pub`, "--yes"]);
  const shutOut = await begin(["transfer", "down", "last", "run 7"]).ended;
  expect(shutOut).toMatchObject({ code: 4, err: expect.stringContaining("reissue-key") as string });
  await berth(["config", "set", "public-key", `${other}.pub`]);
  expect(await berth(["session", "ssh", "last", "--", "whoami"])).toBe("root\n");
}

/** Quoted, booked, begun at its hour, run, and ended at its hour, in the time of a sandbox. */
async function bookAndLiveThroughIt(): Promise<void> {
  interface Told {
    id: string;
    state: string;
    total: string;
    spent: string;
    startsAt: string;
    endsAt: string;
  }
  const booking = ["A100", "--gpus", "1", "--from", "+2h", "--hours", "1"];
  const { price } = await told<{ price: { total: string } }>("reserve", "quote", ...booking);
  const { reservation } = await told<{ reservation: Told }>("reserve", "create", ...booking, "--yes");
  expect(reservation.total).toBe(price.total);
  expect(await berth(["reserve", "list"])).toContain(reservation.id);
  const found = async () =>
    (await told<{ reservations: Told[] }>("reserve", "list", "--all")).reservations.find(
      ({ id }) => id === reservation.id,
    );
  const sessions = async () =>
    (await told<{ sessions: { state: string }[] }>("session", "list")).sessions.map(({ state }) => state);
  const goTo = async (iso: string, minutes = 0) =>
    berth(["sandbox", "forward", new Date(Date.parse(iso) + minutes * 60_000).toISOString()]);

  // Its machine is looked for ahead of its start, and takes a while to be there.
  await goTo(reservation.startsAt, -14);
  await whileTimePasses(expect.poll(sessions, { timeout: 90_000, interval: 500 }).toEqual(["RUNNING"]));
  expect(await found()).toMatchObject({ state: "CONFIRMED" });
  await goTo(reservation.startsAt);
  await expect.poll(found, { timeout: 20_000 }).toMatchObject({ state: "ACTIVE" });
  await goTo(reservation.endsAt);
  await expect.poll(found, { timeout: 20_000 }).toMatchObject({ state: "FINISHED", spent: price.total });
  await whileMinutesPass(expect.poll(sessions, { timeout: 60_000, interval: 500 }).toEqual([]));
  expect(await product.market.machines()).toEqual([]);
}
