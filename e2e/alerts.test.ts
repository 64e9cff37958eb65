import type { Browser, Page } from "playwright-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf } from "./axe.ts";
import { openBrowser, openPage, signIn } from "./browser.ts";
import { type Calls, type Inbox, openInbox, takeCalls } from "./inbox.ts";
import { type Product, type SlackMessage, startProduct } from "./product.ts";

let product: Product;
let browser: Browser;
let page: Page;
let inbox: Inbox;
let calls: Calls;
beforeAll(async () => {
  [inbox, calls] = [await openInbox(), await takeCalls()];
  product = await startProduct({
    env: { SMTP_URL: inbox.url, WEBHOOKS_TO_PRIVATE: "yes" },
    slack: "all team:vision",
  });
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

interface Rented {
  id: string;
  perHour: number;
}

/** A machine that costs enough for the story to be short, once it runs. */
async function rentEight(consumer: string): Promise<Rented> {
  const { offers } = await asked<{ offers: { nodes: { id: string; pricePerHour: string }[] } }>(
    `{ offers(first: 1, filter: { providers: ["vast"], kinds: [ON_DEMAND], gpuModels: ["H100"], gpuCount: 8 }) {
      nodes { id pricePerHour } } }`,
  );
  const [offer] = offers.nodes;
  if (!offer) throw new Error("the market has no machine with eight H100");
  const { startSession } = await asked<{ startSession: { __typename: string; session: { id: string } } }>(
    `mutation Start($input: StartSessionInput!, $key: String!) { startSession(input: $input, idempotencyKey: $key) {
      __typename ... on SessionStarted { session { id } } ... on Refusal { message } } }`,
    { input: { offerId: offer.id, hours: 4, consumer }, key: `a start for ${consumer}` },
  );
  expect(startSession).toMatchObject({ __typename: "SessionStarted" });
  const { id } = startSession.session;
  await passTimeUntil(async () => (await look(id)).state === "RUNNING");
  return { id, perHour: Number(offer.pricePerHour) };
}

async function look(id: string): Promise<{ state: string; cost: number }> {
  const { session } = await asked<{ session: { state: string; cost: string } }>(
    "query State($id: ID!) { session(id: $id) { state cost } }",
    { id },
  );
  return { state: session.state, cost: Number(session.cost) };
}

async function passTimeUntil(isSo: () => Promise<boolean>): Promise<void> {
  for (; !(await isSo()); await page.waitForTimeout(400)) await product.market.passTime(10);
}

async function inDatabase<Answer>(ask: (sql: postgres.Sql) => Promise<Answer>): Promise<Answer> {
  const sql = postgres(product.databaseUrl, { max: 1 });
  try {
    return await ask(sql);
  } finally {
    await sql.end();
  }
}

/** A machine is gone once it was missed twice, a minute apart. */
async function wasMissed(id: string): Promise<boolean> {
  const missed = await inDatabase(
    (sql) => sql`select 1 from machines where session_id = ${id} and first_missed_at is not null`,
  );
  return missed.length > 0;
}

let ahead = 0;

/** What was charged until now is written each minute; here, at once, or once the machine was looked at. */
async function settle(when: "now" | "in a while"): Promise<void> {
  await inDatabase(
    (sql) => sql`update loops set next_at = now() + ${when === "now" ? "0" : "1"}::int * interval '90 seconds'
      where name = 'settle sessions'`,
  );
}

/** Ended, and back in a later hour. */
async function restart(moreSeconds: number, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
  ahead += moreSeconds;
  await product.servers[0]?.kill(signal);
  await settle("in a while");
  await product.startServer(0, { CLOCK_AHEAD_SECONDS: String(ahead) });
  await settle("now");
}

const percents = () => inbox.subjects.flatMap((one) => /^(\d+) % of the budget/.exec(one)?.[1] ?? []);
// A machine is silent while the server is away, and that is told, too.
const crossings = () => [...calls.verified.values()].filter(({ type }) => type === "budget-crossed");
const thresholds = () => crossings().map(({ data }) => data["threshold"]);

test("a budget of $5 is crossed at 50, 80 and 100 %: three letters and three signed calls, across restarts of the server", async () => {
  await page.goto(`${product.consoleUrl}/alerts`);
  await page.getByRole("button", { name: "Add a channel" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Pager");
  await page.getByLabel("Address", { exact: true }).fill(calls.url);
  await page.getByRole("button", { name: "Add channel" }).click();
  const secret = page.locator("code", { hasText: "whsec_" });
  await secret.waitFor();
  calls.secret = (await secret.textContent()) ?? "";
  await page.getByRole("button", { name: "I have it" }).click();
  const sendATest = page
    .getByRole("region", { name: "Channel Pager" })
    .getByRole("button", { name: "Send a test" });
  await sendATest.click();
  await page.getByText("answered 204").waitFor();
  expect(calls.refused).toBe(0);
  // What it never takes is given up, is seen as such, and is sent again by hand.
  calls.isGone = true;
  await sendATest.click();
  const givenUp = page.getByRole("listitem").filter({ hasText: "given up" });
  await givenUp.getByText("answered 410").waitFor();
  calls.isGone = false;
  await givenUp.getByRole("button", { name: "Send again" }).click();
  await givenUp.waitFor({ state: "detached" });
  await expect.poll(() => calls.taken).toBe(2);
  expect(calls.refused).toBe(0);
  calls.verified.clear();
  calls.taken = 0;

  const { createBudget } = await asked<{ createBudget: { __typename: string } }>(
    `mutation { createBudget(input: { name: "Five", period: MONTH, limit: "5", forecastThresholds: [], watchesBurn: false }) { __typename } }`,
  );
  expect(createBudget.__typename).toBe("Budget");
  const { perHour } = await rentEight("training");
  const told: string[] = [];
  for (const [percent, dollars] of [
    ["50", 2.6],
    ["80", 4.1],
    ["100", 5.2],
  ] as const) {
    await restart(Math.ceil((dollars / perHour) * 3_600) - ahead);
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
  expect(await knownSoon()).toEqual([true, true, true]);
  const [first] = crossings();
  expect(first).toMatchObject({ type: "budget-crossed", data: { name: "Five", limit: "5.000000" } });
});

/** Of each crossing, whether it was told within five seconds of the entry of the ledger that it came with. */
async function knownSoon(): Promise<boolean[]> {
  const sql = postgres(product.databaseUrl, { max: 1 });
  const rows = await sql<{ soon: boolean }[]>`
    select e.at - (select max(t.at) from credit_transactions t where t.kind = 'capture' and t.account_id = e.account_id
      and t.at <= e.at) <= interval '5 seconds' as soon
    from events e where e.topic = 'budget.crossed' order by e.xid, e.id`;
  await sql.end();
  return rows.map(({ soon }) => soon);
}

/** What was told of a thing in its thread, line by line. */
function linesOf(messages: readonly SlackMessage[], card: SlackMessage | undefined): string[] {
  return messages.filter(({ threadTs }) => threadTs === card?.ts).flatMap(({ text }) => text.split("\n"));
}

/** What happened to it, as the account's own list has it, the oldest first. */
async function whatHappenedTo(subject: string): Promise<string[]> {
  const { activity } = await asked<{
    activity: { nodes: { topic: string; actorName: string; summary: string; subject: string | null }[] };
  }>("{ activity(first: 100) { nodes { topic actorName summary subject } } }");
  return activity.nodes
    .filter((entry) => entry.subject === subject && !/charged|rekeyed/.test(entry.topic))
    .map(({ actorName, summary }) => `${actorName} ${summary}`)
    .toReversed();
}

test("a session's whole life and a budget that it crosses stand in the team's channel on one card each, though bot and server are killed", async () => {
  const { slack } = product;
  if (!slack) throw new Error("there is a Slack");
  const { id, perHour } = await rentEight("vision");
  const { cost } = await look(id);
  const left = 0.5;
  const { createBudget } = await asked<{ createBudget: { __typename: string; id: string } }>(
    `mutation Limit($limit: Usd!) { createBudget(input: { name: "Vision", scope: CONSUMER, scopeValue: "vision", period: MONTH,
        limit: $limit, thresholds: [1, 100], forecastThresholds: [], watchesBurn: false }) {
      __typename ... on Budget { id } ... on Refusal { message } } }`,
    { limit: (cost + left).toFixed(6) },
  );
  expect(createBudget).toMatchObject({ __typename: "Budget" });
  await page.goto(`${product.consoleUrl}/team-channel`);
  const channel = page.getByRole("log", { name: "Messages" });
  const sessionCard = channel.getByRole("article").filter({ hasText: "H100" });
  const budgetCard = channel.getByRole("article").filter({ hasText: "Vision" });
  await sessionCard.getByText("Running", { exact: true }).waitFor();

  const crossed = async () => (await whatHappenedTo(createBudget.id)).length - 1;
  for (; (await crossed()) < 1; await page.waitForTimeout(500)) await settle("now");
  await budgetCard.getByText("reached 1 %").first().waitFor();

  await slack.bot.kill("SIGKILL");
  await restart(Math.ceil((left / perHour) * 3_600), "SIGKILL");
  // It happens while nobody is there to tell it.
  await expect.poll(crossed).toBe(2);
  await slack.startBot();
  await budgetCard.getByText("reached 100 %").first().waitFor();

  await sessionCard.getByRole("button", { name: "Stop" }).click();
  await channel.getByRole("button", { name: "End it" }).click();
  await passTimeUntil(() => wasMissed(id));
  await restart(61, "SIGKILL");
  await expect.poll(async () => (await look(id)).state).toBe("STOPPED");
  await sessionCard.getByText("Stopped", { exact: true }).waitFor();
  const happened = { session: await whatHappenedTo(id), budget: await whatHappenedTo(createBudget.id) };
  const told = async () => {
    const messages = (await slack.messages()).filter(({ user }) => user === "U0BERTH");
    const cards = messages.filter(({ threadTs, onlyFor }) => !threadTs && !onlyFor);
    const [session, budget] = ["8 × H100", "Vision"].map((title) =>
      cards.find(({ text }) => text.startsWith(title)),
    );
    return { cards: cards.length, session: linesOf(messages, session), budget: linesOf(messages, budget) };
  };
  await expect.poll(told).toEqual({ cards: 2, ...happened });
  expect(await faultsOf(page)).toEqual([]);
});
