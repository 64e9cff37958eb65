import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
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
async function whileTimePasses<T>(until: Promise<T>): Promise<T> {
  let over = false;
  const done = until.finally(() => (over = true));
  done.catch(() => {});
  while (!over) {
    await product.market.passTime(20);
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

  const booking = ["A100", "--gpus", "1", "--from", "+6h", "--hours", "2"];
  const { price } = await told<{ price: { total: string } }>("reserve", "quote", ...booking);
  const { reservation } = await told<{ reservation: { id: string; total: string } }>(
    "reserve",
    "create",
    ...booking,
    "--yes",
  );
  expect(reservation.total).toBe(price.total);
  expect(await berth(["reserve", "list"])).toContain(reservation.id);
  await berth(["reserve", "cancel", reservation.id, "--yes"]);

  const before = await told<{ credits: { available: string } }>("credits");
  const starting = ["session", "start", ...search, "--hours", "1", "--max-price", "2", "--consumer", "story"];
  expect(await berth([...starting, "--dry-run"])).toContain("Nothing was done");
  const out = await whileTimePasses(berth([...starting, "--yes", "--wait", "--json"]));
  const { session } = JSON.parse(out) as { session: { id: string; state: string; sshCommand: string } };
  expect(session).toMatchObject({ state: "RUNNING" });

  expect(await berth(["session", "ssh", "last", "--", "nvidia-smi", "-L"])).toMatch(/GPU 0/);
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
    await whileTimePasses(berth(["session", "stop", session.id, "--yes", "--json"])),
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
});
