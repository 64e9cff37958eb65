import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { faultsOf } from "./axe.ts";
import { openBrowser, openPage, signIn } from "./browser.ts";
import { type Product, startProduct } from "./product.ts";

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

/** The very machine that is held is rented, and so it is known which GPU it is compared with. */
async function rentAnH100(): Promise<void> {
  // A market that has just been started is not listed at once.
  const offerId = await vi.waitFor(async () => {
    const { offers } = await asked<{ offers: { nodes: { id: string }[] } }>(
      `{ offers(first: 1, filter: { providers: ["vast"], kinds: [ON_DEMAND], gpuModels: ["H100"], gpuSockets: ["SXM"],
        reliabilityMin: 0.98, verifiedOnly: true }) { nodes { id } } }`,
    );
    expect(offers.nodes).toHaveLength(1);
    return offers.nodes[0]?.id;
  }, 30_000);
  const { holdOffer } = await asked<{ holdOffer: { token: string } }>(
    `mutation Hold($input: HoldOfferInput!, $key: String!) { holdOffer(input: $input, idempotencyKey: $key) {
      ... on OfferHeld { token } ... on Refusal { message } } }`,
    { input: { offerId, minutes: 5 }, key: "the hold of a story" },
  );
  const { startSession } = await asked<{ startSession: { __typename: string } }>(
    `mutation Start($input: StartSessionInput!, $key: String!) { startSession(input: $input, idempotencyKey: $key) {
      __typename ... on Refusal { message } } }`,
    {
      input: { heldOfferToken: holdOffer.token, hours: 4, consumer: "training" },
      key: "the start of a story",
    },
  );
  expect(startSession).toMatchObject({ __typename: "SessionStarted" });
}

const economy = () => page.getByRole("region", { name: "Economy" });
/** What stands there, in hundredths of a cent, and how wide its place is. */
async function counter(): Promise<{ amount: number; width: number }> {
  const place = economy().locator("span[aria-hidden].inline-block").first();
  const [text, box] = [await place.textContent(), await place.boundingBox()];
  return { amount: Number((text ?? "").replace(/[$,.]/g, "")), width: box?.width ?? 0 };
}

test("a new user sees what a running machine saves, cent by cent, against one cloud and then another", async () => {
  await page.goto(`${product.consoleUrl}/savings`);
  await economy().getByText("Nothing has run yet.").waitFor();
  await rentAnH100();
  await page.goto(`${product.consoleUrl}/sessions`);
  let isRunning = false;
  const counting = economy()
    .getByText(/^Counting, \$\d/)
    .waitFor()
    .finally(() => (isRunning = true));
  while (!isRunning) {
    await product.market.passTime(10);
    await Promise.race([counting, page.waitForTimeout(500)]);
  }
  await counting;

  await page.getByRole("link", { name: "Savings" }).click();
  await page.getByRole("heading", { name: "Savings", level: 1 }).waitFor();
  await economy()
    .getByText(/^Counting, \$\d/)
    .waitFor();
  let before = await counter();
  const first = before;
  for (let looks = 0; looks < 12; looks++) {
    await page.waitForTimeout(200);
    const now = await counter();
    expect(now.amount).toBeGreaterThanOrEqual(before.amount);
    expect(now.width).toBe(first.width);
    before = now;
  }
  expect(before.amount).toBeGreaterThan(first.amount);

  // Azure asks more for the same GPU than AWS does, and the choice is remembered.
  await economy().getByRole("button", { name: "Azure" }).click();
  await economy().getByText("Saved this month against Azure", { exact: true }).waitFor();
  expect((await counter()).amount).toBeGreaterThan(before.amount);
  await page.reload();
  await economy().getByText("Saved this month against Azure", { exact: true }).waitFor();

  await economy()
    .getByRole("button", { name: /Saved this month against Azure: how it was made/ })
    .click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("Standard_ND96isr_H100_v5").waitFor();
  await drawer.getByText(/\$98\.32 a machine of 8 GPUs/).waitFor();
  await drawer.getByText(/read on 2026-11-26/).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Table" }).click();
  await page.getByLabel("Saved, period by period").waitFor();
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  expect((await file).suggestedFilename()).toBe("berth-savings.csv");
  expect(await faultsOf(page)).toEqual([]);
});

test("a team's wall screen shows the counter in a page of somebody else's, says when it is stale, and is taken back", async () => {
  await page.getByRole("button", { name: "Wall screen" }).click();
  const links = page.getByRole("dialog");
  await links.getByLabel("Name").fill("Kitchen");
  await links.getByRole("button", { name: "Make an address" }).click();
  const address = (await links.locator("code").textContent()) ?? "";
  expect(address).toContain("/wall/");

  // Nobody is signed in where it hangs.
  const host = createServer((_request, response) =>
    response.setHeader("content-type", "text/html").end(`<iframe src="${address}"></iframe>`),
  );
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const hall = await openPage(browser);
  await hall.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`);
  const wall = hall.frameLocator("iframe");
  await wall.getByText("Saved this month against Azure", { exact: true }).waitFor();
  await wall.getByText(/^Counting, \$\d/).waitFor();
  expect(await wall.getByRole("button").or(wall.getByRole("link")).count()).toBe(0);

  await hall.context().setOffline(true);
  await wall.getByText(/^No connection since/).waitFor();
  await hall.context().setOffline(false);
  await wall.getByText(/^Counting, \$\d/).waitFor();

  const { sessions } = await asked<{ sessions: { nodes: { id: string }[] } }>(
    "{ sessions(first: 1) { nodes { id } } }",
  );
  await asked("mutation Stop($id: ID!) { stopSession(sessionId: $id) { __typename } }", {
    id: sessions.nodes[0]?.id,
  });
  let isOver = false;
  const over = wall
    .getByText("Nothing runs, so nothing moves.")
    .waitFor()
    .finally(() => (isOver = true));
  while (!isOver) {
    await product.market.passTime(10);
    await Promise.race([over, page.waitForTimeout(500)]);
  }
  await over;

  await links.getByRole("button", { name: "Revoke Kitchen" }).click();
  await wall.getByRole("heading", { name: "There is nothing here, or no longer" }).waitFor();
  await hall.close();
  host.close();
  await page.keyboard.press("Escape");
});

test("who asked for less motion sees whole cents that stand still for a while", async () => {
  const calm = await browser.newPage({
    reducedMotion: "reduce",
    storageState: await page.context().storageState(),
  });
  await calm.goto(`${product.consoleUrl}/savings`);
  const place = calm
    .getByRole("region", { name: "Economy" })
    .locator("span[aria-hidden].inline-block")
    .first();
  await expect.poll(() => place.textContent()).toMatch(/^\$[\d,]+\.\d\d$/);
  await calm.close();
});
