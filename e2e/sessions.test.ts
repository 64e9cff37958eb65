import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ask } from "./api-client.ts";
import { faultsInBoth } from "./axe.ts";
import { openBrowser, openPage, signIn } from "./browser.ts";
import { type Product, startProduct } from "./product.ts";

const folder = mkdtempSync(join(tmpdir(), "berth-sessions-"));
let product: Product;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  page = await openPage(browser);
  await signIn(page, product);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The market's clock goes on while what is waited for has not happened. */
async function whileTimePasses(until: Promise<unknown>): Promise<void> {
  let over = false;
  const done = until.finally(() => (over = true));
  done.catch(() => {});
  while (!over) {
    await product.market.passTime(10);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  await done;
}

async function ssh(command: string, key: string, remote: string): Promise<string> {
  const file = join(folder, "key");
  writeFileSync(file, key, { mode: 0o600 });
  const [, port = "", at = ""] = /^ssh -p (\d+) (\S+)$/.exec(command) ?? [];
  const flags = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
  const args = [...flags.flatMap((flag) => ["-o", flag]), "-i", file, "-p", port, at, remote];
  const { stdout } = await promisify(execFile)("ssh", args, { timeout: 20_000 });
  return stdout;
}

test("rented from an offer, seen to come up, logged in to; the server is killed and it runs on; stopped, and paid to the micro-dollar", async () => {
  const [asking] = await product.market.asks();
  await page.goto(`${product.consoleUrl}/offers?provider=vast&kind=on-demand`);
  expect(asking).toBeDefined();
  // A market that has just been started is not listed at once.
  const offer = await vi.waitFor(
    async () => {
      const { data } = await ask<{ offers: { nodes: { id: string }[] } }>(
        product.apiUrls[0] ?? "",
        product.demo.apiKey,
        '{ offers(first: 5, filter: { providers: ["vast"], kinds: [ON_DEMAND], gpuCount: 1, reliabilityMin: 0.98, verifiedOnly: true }) { nodes { id } } }',
      );
      const [first] = data?.offers.nodes ?? [];
      if (!first) throw new Error("nothing is listed yet");
      return first.id;
    },
    { timeout: 30_000, interval: 250 },
  );
  await page.goto(`${product.consoleUrl}/sessions/new?offer=${offer}`);
  await page.getByLabel("The most an hour may cost").fill("2");
  // What it is set up with is kept under a name, and is what it starts with.
  await page.getByLabel("Disk").fill("60");
  await page.getByLabel("Environment").fill("RUN=nightly");
  expect(await faultsInBoth(page)).toEqual([]);
  await page.getByRole("button", { name: "Save as a template" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Training");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByLabel("Disk").fill("");
  await page.getByLabel("Environment").fill("");
  await page.getByRole("button", { name: "Rent it" }).click();
  const key = (await page.getByLabel("The private key", { exact: true }).textContent()) ?? "";
  expect(key).toContain("OPENSSH PRIVATE");
  await page.getByRole("button", { name: "I have kept it" }).click();
  await page.getByRole("link", { name: "Watch it come up" }).click();

  await whileTimePasses(page.getByText("Running", { exact: true }).waitFor({ timeout: 200_000 }));
  const id = page.url().split("/").at(-1) ?? "";
  const command = (await page.locator("pre").first().textContent()) ?? "";
  const cost = () => page.locator("dt", { hasText: "Cost until now" }).locator("xpath=../dd").textContent();
  const before = await cost();
  await expect.poll(cost, { timeout: 10_000 }).not.toBe(before);
  if (await hasSsh()) {
    expect(await ssh(command, key, "nvidia-smi -L")).toMatch(/GPU 0/);
    // A lost key loses no machine: another is let in, and the lost one out.
    const another = await reissueKey(id);
    expect(await ssh(command, another, "nvidia-smi -L")).toMatch(/GPU 0/);
    await expect(ssh(command, key, "nvidia-smi -L")).rejects.toThrow(/Permission denied/);
  }

  expect(await stateOf(id)).toMatchObject({ diskGb: 60 });
  expect(await faultsInBoth(page)).toEqual([]);
  const there = await product.market.machines();
  expect(there).toHaveLength(1);
  await product.servers[0]?.kill("SIGKILL");
  await product.startServer(0);
  await expect.poll(async () => (await stateOf(id)).state).toBe("RUNNING");
  expect(await product.market.machines()).toEqual(there);

  await page.reload();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Stop it" }).click();
  await whileTimePasses(page.getByText("Stopped", { exact: true }).waitFor({ timeout: 150_000 }));
  expect(await product.market.machines()).toEqual([]);
  const final = await stateOf(id);
  const { data: told } = await ask<{
    statement: { nodes: { amount: string }[] };
    credits: { held: string };
  }>(
    product.apiUrls[0] ?? "",
    product.demo.apiKey,
    "{ statement(first: 100, kinds: [CAPTURE]) { nodes { amount } } credits { held } }",
  );
  const micros = (amount: string) => BigInt(amount.replace(".", ""));
  const charged = told?.statement.nodes.reduce((sum, { amount }) => sum + micros(amount), 0n);
  expect(charged).toBe(micros(final.cost));
  expect(told?.credits.held).toBe("0.000000");
  const price = page.locator("dt", { hasText: "Final price" }).locator("xpath=../dd");
  expect((await price.textContent())?.replace("$", "")).toBe(final.cost);
});

/** As whoever is signed in, from the console's own page. */
async function reissueKey(id: string): Promise<string> {
  const answer = await page.evaluate(async (sessionId) => {
    const query = `mutation Reissue($id: ID!) {
      reissueSessionKey(sessionId: $id) { ... on SessionRekeyed { privateKey } ... on Refusal { message } }
    }`;
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables: { id: sessionId } }),
    });
    return response.text();
  }, id);
  const { data } = JSON.parse(answer) as {
    data: { reissueSessionKey: { privateKey?: string; message?: string } };
  };
  const { privateKey, message } = data.reissueSessionKey;
  if (!privateKey) throw new Error(message ?? answer);
  return privateKey;
}

async function stateOf(id: string): Promise<{ state: string; cost: string; diskGb?: number }> {
  const { data } = await ask<{ session: { state: string; cost: string; diskGb: number } }>(
    product.apiUrls[0] ?? "",
    product.demo.apiKey,
    "query State($id: ID!) { session(id: $id) { state cost diskGb } }",
    { id },
  );
  return data?.session ?? { state: "unknown", cost: "0.000000" };
}

function hasSsh(): Promise<boolean> {
  return new Promise((resolve) => execFile("ssh", ["-V"], (error) => resolve(error === null)));
}
