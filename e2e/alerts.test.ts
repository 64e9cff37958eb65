import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf } from "./axe.ts";
import { openBrowser, openPage, signIn } from "./browser.ts";
import { type Calls, type Inbox, openInbox, takeCalls } from "./inbox.ts";
import { type Product, startProduct } from "./product.ts";

let product: Product;
let browser: Browser;
let page: Page;
let inbox: Inbox;
let calls: Calls;
beforeAll(async () => {
  [inbox, calls] = [await openInbox(), await takeCalls()];
  product = await startProduct({ env: { SMTP_URL: inbox.url, WEBHOOKS_TO_PRIVATE: "yes" } });
  browser = await openBrowser();
  page = await openPage(browser);
  await signIn(page, product);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await inbox?.close();
  await calls?.close();
});

/** As whoever is signed in, from the console's own page. */
async function asked<Data>(query: string, variables: object = {}): Promise<Data> {
  const answer = await page.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/graphql", { method: "POST", headers, body })).text();
  }, JSON.stringify({ query, variables }));
  const { data, errors } = JSON.parse(answer) as { data: Data; errors?: unknown };
  if (errors) throw new Error(answer);
  return data;
}

/** A machine that costs enough for the story to be short. */
async function rentEight(): Promise<number> {
  const { offers } = await asked<{ offers: { nodes: { id: string; pricePerHour: string }[] } }>(
    `{ offers(first: 1, filter: { providers: ["vast"], kinds: [ON_DEMAND], gpuModels: ["H100"], gpuCount: 8 }) {
      nodes { id pricePerHour } } }`,
  );
  const [offer] = offers.nodes;
  if (!offer) throw new Error("the market has no machine with eight H100");
  const { startSession } = await asked<{ startSession: { __typename: string } }>(
    `mutation Start($input: StartSessionInput!, $key: String!) { startSession(input: $input, idempotencyKey: $key) {
      __typename ... on Refusal { message } } }`,
    { input: { offerId: offer.id, hours: 4, consumer: "training" }, key: "the start of a story" },
  );
  expect(startSession).toMatchObject({ __typename: "SessionStarted" });
  return Number(offer.pricePerHour);
}

/** Stopped, and back in a later hour. What was charged until then is written each minute; here, once the machine was looked at. */
async function restart(aheadSeconds: number): Promise<void> {
  const sql = postgres(product.databaseUrl, { max: 1 });
  await product.servers[0]?.kill("SIGTERM");
  await sql`update loops set next_at = now() + interval '1 hour' where name = 'settle sessions'`;
  await product.startServer(0, { CLOCK_AHEAD_SECONDS: String(aheadSeconds) });
  await sql`update loops set next_at = now() where name = 'settle sessions'`;
  await sql.end();
}

const percents = () => inbox.subjects.flatMap((one) => /^(\d+) % of the budget/.exec(one)?.[1] ?? []);
// A machine is silent while the server is away, and that is told, too.
const crossings = () => [...calls.verified.values()].filter(({ type }) => type === "budget-crossed");
const thresholds = () => crossings().map(({ data }) => data["threshold"]);

test(
  "a budget of $5 is crossed at 50, 80 and 100 %: three letters and three signed calls, across restarts of the server",
  { timeout: 180_000 },
  async () => {
    await page.goto(`${product.consoleUrl}/alerts`);
    await page.getByRole("button", { name: "Add a channel" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Pager");
    await page.getByLabel("Address", { exact: true }).fill(calls.url);
    await page.getByRole("button", { name: "Add channel" }).click();
    const secret = page.locator("code", { hasText: "whsec_" });
    await secret.waitFor();
    calls.secret = (await secret.textContent()) ?? "";
    await page.getByRole("button", { name: "I have it" }).click();
    await page
      .getByRole("region", { name: "Channel Pager" })
      .getByRole("button", { name: "Send a test" })
      .click();
    await page.getByText("answered 204").waitFor();
    expect(calls.refused).toBe(0);
    calls.verified.clear();
    calls.taken = 0;

    const { createBudget } = await asked<{ createBudget: { __typename: string } }>(
      `mutation { createBudget(input: { name: "Five", period: MONTH, limit: "5", forecastThresholds: [], watchesBurn: false }) { __typename } }`,
    );
    expect(createBudget.__typename).toBe("Budget");
    const perHour = await rentEight();
    for (let running = false; !running;) {
      await product.market.passTime(10);
      const { sessions } = await asked<{ sessions: { nodes: { state: string }[] } }>(
        "{ sessions(first: 1) { nodes { state } } }",
      );
      running = sessions.nodes[0]?.state === "RUNNING";
      if (!running) await page.waitForTimeout(400);
    }

    const told: string[] = [];
    for (const [percent, dollars] of [
      ["50", 2.6],
      ["80", 4.1],
      ["100", 5.2],
    ] as const) {
      await restart(Math.ceil((dollars / perHour) * 3_600));
      told.push(percent);
      await expect.poll(percents, { timeout: 30_000 }).toEqual(told);
      await expect.poll(thresholds, { timeout: 30_000 }).toEqual(told.map(Number));
    }
    await page.goto(`${product.consoleUrl}/alerts`);
    await page.getByRole("button", { name: /^Notifications, \d+ new$/ }).click();
    await page
      .getByRole("link", { name: /Budget crossed: reached 100 %/ })
      .first()
      .waitFor();
    expect(await faultsOf(page)).toEqual([]);
    expect(thresholds()).toEqual([50, 80, 100]);
    // None was taken twice, and none was signed by anybody else.
    expect(calls).toMatchObject({ taken: calls.verified.size, refused: 0 });
    expect(percents()).toEqual(["50", "80", "100"]);
    const [first] = crossings();
    expect(first).toMatchObject({ type: "budget-crossed", data: { name: "Five", limit: "5.000000" } });
  },
);
