import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, Follower, rename } from "./api-client.ts";
import { faultsInBoth } from "./axe.ts";
import { openBrowser, openPage, signIn } from "./browser.ts";
import { type Product, startProduct } from "./product.ts";

let product: Product;
let browser: Browser;
let page: Page;
/** Everything the browser asked for, from the first page on. */
const requested: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  page = await openPage(browser);
  page.on("request", (request) => requested.push(request.url()));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const chip = (state: RegExp) => page.getByText(state).first();
const prices = () => page.getByRole("row");
const shown = (text: string) => page.getByText(text).filter({ visible: true }).first();
// A provider's market is looked at every fifteen seconds, however fast a test would have it.
const ticked = (price: string) => shown(price).waitFor({ timeout: 40_000 });

/** Sets the price of the machine behind an ask, for one GPU and hour. */
const setPrice = (ask: number, pricePerGpuHour: number) =>
  product.market.control("market", { ask, pricePerGpuHour });

test("who is not signed in is asked to, and comes back to where they wanted to be", async () => {
  await page.goto(`${product.consoleUrl}/activity`);
  await page.waitForURL(/sign-in/);
  await page
    .getByRole("textbox", { name: /e-mail/i })
    .first()
    .fill(product.demo.email);
  await page.locator("input[type=password]").first().fill("not the password");
  await page.keyboard.press("Enter");
  await page
    .getByText(/do not match|wrong|not right/i)
    .first()
    .waitFor();
  await page.locator("input[type=password]").first().fill(product.demo.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/activity/);
  await shown("created the account “Demo team”").waitFor();
  // Who is signed in is not asked again.
  await page.goto(`${product.consoleUrl}/sign-in?next=%2Fcredits`);
  await page.waitForURL(/credits/);
});

test("who is quicker than the page's script is signed in once it is there, and no password stands in an address", async () => {
  const quick = await openPage(browser);
  const there = Promise.withResolvers<void>();
  await quick.route("**/_next/static/**/*.js", async (route) => {
    await there.promise;
    await route.continue();
  });
  const asked: string[] = [];
  quick.on("request", (request) => asked.push(request.url()));
  await quick.goto(`${product.consoleUrl}/sign-in`, { waitUntil: "commit" });
  await quick.getByLabel("E-mail").first().fill(product.demo.email);
  await quick.locator("input[type=password]").first().fill(product.demo.password);
  await quick.keyboard.press("Enter");
  await quick.getByRole("button", { name: "Sign in", exact: true }).click();
  there.resolve();
  await quick.waitForURL("**/offers");
  expect(asked.filter((url) => url.includes("password="))).toEqual([]);
  await quick.close();
});

test("a newcomer watches the market move: a price ticks in place, and the page does not shift", async () => {
  await page.goto(`${product.consoleUrl}/offers`);
  await chip(/^live$/).waitFor();
  await prices().nth(5).waitFor();
  await page.evaluate(`globalThis.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.shifts += entry.value;
    }).observe({ type: "layout-shift" });`);
  const [cheapest] = await product.market.asks();
  if (!cheapest) throw new Error("the market is empty");
  await setPrice(cheapest.id, 0.0123);
  await ticked("$0.0123");
  await setPrice(cheapest.id, 0.0124);
  await ticked("$0.0124");
  expect(await page.evaluate<number>("globalThis.shifts")).toBeLessThan(0.02);
});

test("a search is kept in the address, and answers the same when it is opened again", async () => {
  await page.goto(`${product.consoleUrl}/offers`);
  await page.getByRole("checkbox", { name: /RTX 4090/ }).click();
  await page.waitForURL(/4090/);
  const address = page.url();
  await page.goto(`${product.consoleUrl}/activity`);
  await page.goto(address);
  await page.getByRole("row").filter({ hasText: "RTX 4090" }).first().waitFor();
  expect(await page.getByRole("row").filter({ hasText: "H100" }).count()).toBe(0);
});

test("G63: while the server is gone the page stays, says so, and catches up when it is back", async () => {
  await page.goto(`${product.consoleUrl}/offers`);
  await chip(/^live$/).waitFor();
  await product.servers[0]?.kill("SIGKILL");
  await chip(/offline since/i).waitFor();
  expect(await prices().count()).toBeGreaterThan(5);
  const [cheapest] = await product.market.asks();
  if (!cheapest) throw new Error("the market is empty");
  await setPrice(cheapest.id, 0.0099);
  await product.startServer(0);
  await chip(/^live$/).waitFor();
  await ticked("$0.0099");
});

test("G56: a key made here works at once, and what it has open ends when it is revoked", async () => {
  await page.goto(`${product.consoleUrl}/settings/keys`);
  await chip(/^live$/).waitFor();
  await page.getByRole("button", { name: "Make a key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /name/i }).fill("bot of the test");
  await dialog.getByRole("button", { name: /make/i }).click();
  const secret = await dialog
    .getByText(/^berth_/)
    .first()
    .textContent();
  if (!secret) throw new Error("no key was shown");
  const url = product.apiUrls[0] ?? "";
  expect(
    (await ask<{ account: { name: string } }>(url, secret, "{ account { name } }")).data?.account.name,
  ).toBe("Demo team");
  await page.keyboard.press("Escape");

  const follower = new Follower([url], secret, null);
  while ((await sockets(url)) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const row = page.getByRole("row").filter({ hasText: "bot of the test" });
  await row.getByRole("button", { name: /revoke/i }).click();
  const confirm = page
    .getByRole("dialog")
    .or(page.getByRole("alertdialog"))
    .getByRole("button", { name: /revoke/i });
  await confirm.click();
  const revokedAt = Date.now();
  while (!follower.closed.includes(4403)) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(Date.now() - revokedAt).toBeLessThan(5_000);
  const refused = await ask(url, secret, "{ account { name } }");
  expect(refused.errors?.[0]?.extensions?.code).toBe("UNAUTHENTICATED");
  await follower.stop();
});

test("K1: a provider's key that is set here rents there, and is seen by its end alone", async () => {
  await page.goto(`${product.consoleUrl}/settings/providers`);
  const provider = page.getByRole("listitem").filter({ hasText: "Vast.ai" });
  await provider.getByText("on Berth’s bill").waitFor();
  await provider.getByRole("button", { name: /set key/i }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("API key").fill("a-key-of-nobody-at-all");
  await dialog.getByRole("button", { name: "Set key" }).click();
  await dialog.getByText("Vast.ai does not accept this key").waitFor();
  await dialog.getByLabel("API key").fill("canary-of-the-console-7hJ2");
  await dialog.getByRole("button", { name: "Set key" }).click();
  await provider.getByText("on your own bill").waitFor();
  await provider.getByText("7hJ2").waitFor();
  await page.reload();
  await provider.getByText("7hJ2").waitFor();
  expect(await page.content()).not.toContain("canary-of-the-console");

  await provider.getByRole("button", { name: /remove key/i }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove key" }).click();
  await provider.getByText("on Berth’s bill").waitFor();
});

test("a password is changed by who knows it, and who is signed in elsewhere is out", async () => {
  const { consoleUrl } = product;
  const [here, elsewhere] = [await openPage(browser), await openPage(browser)];
  const email = "cleo@example.com";
  const door = async (page: Page, password: string) => {
    await page.goto(`${consoleUrl}/sign-in`);
    await page.getByLabel("E-mail").first().fill(email);
    await page.getByRole("textbox", { name: "Password", exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.waitForURL("**/offers");
  };
  await here.goto(`${consoleUrl}/sign-up`);
  await here.getByLabel("Name").fill("Cleo");
  await here.getByLabel("E-mail").fill(email);
  await here.getByLabel("Password").fill("the one I have now");
  await here.getByRole("button", { name: "Sign up" }).click();
  await here.waitForURL("**/offers");
  await door(elsewhere, "the one I have now");

  await here.goto(`${consoleUrl}/settings/profile`);
  const change = async (current: string) => {
    await here.getByLabel("The one you have").fill(current);
    await here.getByLabel("The new one").fill("one that is better");
    await here.getByRole("button", { name: "Change it" }).click();
  };
  await change("not the one");
  await here.getByText("That is not your password.").waitFor();
  await change("the one I have now");
  await here.getByText("Your password is changed.").waitFor();
  await elsewhere.goto(`${consoleUrl}/settings/profile`);
  await elsewhere.waitForURL("**/sign-in?**");
  await door(elsewhere, "one that is better");
  await Promise.all([here.close(), elsewhere.close()]);
});

test("a partner tries the API in the explorer: an example is run as it stands, and one that follows goes on", async () => {
  await page.goto(`${product.consoleUrl}/settings/keys`);
  await page.getByRole("link", { name: "API explorer" }).click();
  const result = page.getByRole("region", { name: "Result Window" });
  const answer = async () => (await result.innerText()).replaceAll("\u00a0", " ");

  // Who comes for the first time has something to run.
  await page.getByText("FindAnOffer", { exact: true }).first().waitFor();
  // By keyboard: the example opens as a tab, and the editor has the next key.
  const example = page.getByRole("button", { name: "See who asks, and what is left" });
  await expect.poll(() => example.isEnabled()).toBe(true);
  await example.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Enter");
  await expect.poll(answer).toContain('"name": "Demo team"');
  expect(await faultsInBoth(page)).toEqual([]);

  await page.getByRole("button", { name: "Watch what happens" }).click();
  await page.keyboard.press("Control+Enter");
  await expect.poll(answer).toContain("ActivityStarted");
  await rename(product.apiUrls[0] ?? "", product.demo.apiKey, "Demo team of partners");
  await expect.poll(answer).toContain("Demo team of partners");
});

test("each example opens with its variables, and what only reads is answered as it stands", async () => {
  await page.evaluate(
    `for (const example of document.querySelectorAll("[aria-label=Examples] button")) example.click()`,
  );
  const examples = await page.getByRole("region", { name: "Examples" }).getByRole("button").count();
  const tabs = async () => {
    const kept = await page.evaluate<string>(
      `Object.entries(localStorage).find(([key]) => key.endsWith("tabState"))?.[1]`,
    );
    const { tabs } = JSON.parse(kept) as { tabs: { query: string; variables: string }[] };
    // Before them, the one that the page began with and the two of the story above.
    return tabs.slice(3);
  };
  await expect.poll(async () => (await tabs()).length).toBe(examples);
  const reading = (await tabs()).filter(({ query }) => /^query /m.test(query));
  expect(reading.length).toBeGreaterThan(examples / 3);
  for (const { query, variables } of reading) {
    const asked = JSON.parse(variables || "{}") as object;
    const { errors } = await ask(product.apiUrls[0] ?? "", product.demo.apiKey, query, asked);
    expect(errors, query).toBeUndefined();
  }
});

test("T32: a hostile name is text, on every page that shows it", async () => {
  const hostile = `<img src=x onerror="document.title='taken'">`;
  await ask(
    product.apiUrls[0] ?? "",
    product.demo.apiKey,
    "mutation Rename($name: String!) { renameAccount(input: { name: $name }) { __typename } }",
    { name: hostile },
  );
  for (const path of ["/activity", "/settings/account", "/offers"]) {
    await page.goto(`${product.consoleUrl}${path}`);
    await page.getByText("<img src=x").first().waitFor();
    expect(await page.title()).not.toBe("taken");
  }
});

test("in light and in dark, no page has a serious fault of accessibility", async () => {
  const reader = await openPage(browser, { colorScheme: "light" });
  for (const path of ["/sign-in", "/new-password?token=one"]) {
    await reader.goto(`${product.consoleUrl}${path}`);
    await reader.getByRole("button").first().waitFor();
    expect(await faultsInBoth(reader), path).toEqual([]);
  }
  await signIn(reader, product);
  for (const path of [
    "/offers",
    "/activity",
    "/settings/profile",
    "/settings/account",
    "/settings/keys",
    "/settings/providers",
  ]) {
    await reader.goto(`${product.consoleUrl}${path}`);
    await reader
      .getByText(/^live$/)
      .first()
      .waitFor();
    expect(await faultsInBoth(reader), path).toEqual([]);
  }
  await reader.close();
});

test("by keyboard alone: the palette leads anywhere", async () => {
  await page.goto(`${product.consoleUrl}/offers`);
  await chip(/^live$/).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").last().fill("activ");
  await page.keyboard.press("Enter");
  await page.waitForURL(/activity/);
});

test("nothing is asked of anybody but the console's own origin, and the browser has nothing to complain of", () => {
  const outside = requested.filter(
    (url) => !url.startsWith(product.consoleUrl) && !/^(data|blob):/.test(url),
  );
  expect(outside).toEqual([]);
  // Refused passwords and a server that was killed are complained of by right.
  expect(
    complaints.filter(
      (text) => !/401|ERR_CONNECTION|WebSocket connection|502|503|Failed to load resource/.test(text),
    ),
  ).toEqual([]);
});

async function sockets(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const count = Number(/^berth_subscriptions (\d+)/m.exec(text)?.[1] ?? 0);
  // The console's own page has none open on this tab while it shows the keys.
  return count;
}
