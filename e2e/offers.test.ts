import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsInBoth, faultsOf } from "./axe.ts";
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

const rows = (on = page) => on.locator("tbody tr[data-id]");
const button = (name: string, on = page) => on.getByRole("button", { name, exact: true });
const column = (name: string) => page.getByRole("columnheader", { name }).getByRole("button");

/** What stands in a column, from the top. */
async function cells(header: string): Promise<string[]> {
  const headers = await page.getByRole("columnheader").allTextContents();
  const place = headers.findIndex((text) => text.startsWith(header));
  return rows()
    .locator(`td:nth-child(${place + 1})`)
    .allTextContents();
}

async function untilSettled(): Promise<void> {
  await page.locator("table[aria-busy]").waitFor({ state: "detached" });
  await rows().first().waitFor();
}

/** Waits for the list in an order of so many keys. */
async function untilOrderedBy(keys: number): Promise<void> {
  await page
    .locator("th[aria-sort]")
    .nth(keys - 1)
    .waitFor();
  await page.locator("table[aria-busy]").waitFor({ state: "detached" });
}

/** Goes on with Tab until the focus is there. */
async function tabTo(place: string): Promise<void> {
  for (let steps = 0; steps < 100; steps++) {
    if ((await page.locator(`${place}:focus`).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way by Tab to ${place}`);
}

/** Opens the market where it lists enough to work with, and waits until it is live. */
async function openMarket(path = "/offers?q=h100", on = page): Promise<void> {
  await on.goto(`${product.consoleUrl}${path}`);
  await on
    .getByText(/^live$/)
    .first()
    .waitFor();
}

test("a newcomer searches by one line, which the address keeps, and which the filters write too", async () => {
  await openMarket("/offers");
  await page.keyboard.press("/");
  await page.keyboard.type("H100 X8 >0.1/gpu reliability>90%");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=h100\+x8\+/);
  await page.getByText("90 % reliable or more").waitFor();
  await untilSettled();
  expect(new Set(await cells("Count"))).toEqual(new Set(["8×"]));
  const field = page.getByRole("textbox", { name: "Search, in one line" });
  expect(await field.inputValue()).toBe("h100 x8 >0.10/gpu reliability>0.9");

  await page.getByRole("checkbox", { name: "H200", exact: true }).click();
  await page.waitForURL(/q=h100,h200\+x8\+/);
  await page.reload();
  await page
    .getByText(/^live$/)
    .first()
    .waitFor();
  expect(await field.inputValue()).toBe("h100,h200 x8 >0.10/gpu reliability>0.9");
  await page.goBack();
  await page.getByRole("checkbox", { name: "H200", exact: true, checked: false }).waitFor();
  await page.waitForFunction("!document.querySelector('input[aria-keyshortcuts]').value.includes('h200')");
});

test("a word that makes no sense is named, and what could be meant is a click away", async () => {
  await openMarket("/offers?q=h100+verifed");
  await page.getByRole("alert").filter({ hasText: "verifed" }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await button("verified").click();
  await page.waitForURL(/q=h100\+verified$/);
  await page.getByRole("alert").filter({ hasText: "verifed" }).waitFor({ state: "hidden" });
});

test("two keys order the list: the second decides where the first is equal", async () => {
  await openMarket();
  await rows().nth(5).waitFor();
  await column("Count").click();
  await column("$/GPU-hour").click({ modifiers: ["Shift"] });
  await page.waitForURL(/sort:-count,price/);
  await untilOrderedBy(2);
  const counts = await cells("Count");
  const prices = await cells("$/GPU-hour");
  const read = counts.map((count, place) => [
    Number.parseInt(count, 10),
    Number(/\$([\d.]+)/.exec(prices[place] ?? "")?.[1]),
  ]);
  expect(read.length).toBeGreaterThan(10);
  expect(read).toEqual(read.toSorted(([n = 0, p = 0], [m = 0, q = 0]) => m - n || p - q));
});

test("up to four offers stand side by side, and the choice outlives the search it was made in", async () => {
  await openMarket();
  const ticks = rows().getByRole("checkbox");
  for (const place of [0, 1, 2]) await ticks.nth(place).check();
  await page.getByRole("checkbox", { name: "A100", exact: true }).click();
  await rows().filter({ hasText: "A100" }).first().getByRole("checkbox").check();
  await page.getByText("4 of 4").waitFor();
  await rows().getByRole("checkbox", { checked: false }).first().click();
  await page.getByText(/four at most/i).waitFor();

  await button("Compare").click();
  const dialog = page.getByRole("dialog", { name: "Compare" });
  await dialog.getByRole("columnheader").nth(3).waitFor();
  expect(await dialog.getByText(", best").count()).toBeGreaterThan(0);
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await page.reload();
  await page.getByText("4 of 4").waitFor();
  await button("Clear").click();
  await page.waitForURL((url) => !url.search.includes("compare"));
});

test("all that matches is exported, every field quoted, on as many lines as there are offers", async () => {
  await openMarket("/offers?q=rtx-4090");
  const said = await page.getByText(/^[\d,]+ offers match$/).textContent();
  const [download] = await Promise.all([page.waitForEvent("download"), button("CSV").click()]);
  expect(download.suggestedFilename()).toBe("berth-offers.csv");
  const lines = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  expect(lines).toHaveLength(1 + Number.parseInt((said ?? "").replaceAll(",", ""), 10));
  expect(lines.every((line) => /^"([^"]|"")*"(,"([^"]|"")*")*$/.test(line))).toBe(true);
  expect(lines[1]).toContain('"RTX 4090"');
});

test("the columns a reader chose are there again the next time, from the first byte", async () => {
  await openMarket();
  await button("Columns").click();
  await page.getByRole("menuitemcheckbox", { name: "Launches" }).click();
  await page.getByRole("menuitemcheckbox", { name: "CUDA" }).click();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  const html = await (await page.request.get(`${product.consoleUrl}/offers`)).text();
  expect(html).toContain(">CUDA<");
  expect(html).not.toContain(">Launches<");
});

test("by keyboard alone: order by two keys, choose two offers, compare them, open one", async () => {
  await openMarket();
  await rows().nth(5).waitFor();
  await column("VRAM").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/sort:-vram/);
  await tabTo("th button:has-text('$/GPU')");
  await page.keyboard.press("Shift+Enter");
  await page.waitForURL(/sort:-vram,price/);
  await untilOrderedBy(2);

  await tabTo("tbody tr");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.getByText("2 of 4").waitFor();
  const chosen = await page.locator("tr[aria-selected=true]").count();
  expect(chosen).toBe(2);

  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByText("Price of an hour").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await page.locator("tbody tr:focus").waitFor();

  await tabTo("button:has-text('Compare')");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Compare" }).waitFor();
  await page.keyboard.press("Escape");
});

test("where nothing matches, the page says what to give in on, and one step brings offers back", async () => {
  await openMarket("/offers?q=h100+x8+<0.01/gpu");
  await page.getByText("No offer matches").waitFor();
  const step = page.getByRole("button", { name: /offers?, from \$/ }).first();
  await step.waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await step.click();
  await page.getByText("No offer matches").waitFor({ state: "hidden" });
  await rows().first().waitFor();
});

test("a price is held for ten minutes, which run down before one's eyes, and is let go", async () => {
  await openMarket("/offers?q=h100+on-demand");
  await rows().first().click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: /hold this price/i }).click();
  const timer = sheet.getByRole("timer");
  const began = await timer.textContent();
  expect(began).toMatch(/^(10:00|9:\d\d)$/);
  await expect.poll(() => timer.textContent(), { timeout: 5_000 }).not.toBe(began);
  expect(await faultsOf(page)).toEqual([]);
  await sheet.getByRole("link", { name: "Rent this machine" }).click();
  await page.getByText(/It is rented at the price that you held, .* for another 9:\d\d/).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.goBack();
  await sheet.getByRole("button", { name: "Let go" }).click();
  await sheet.getByRole("button", { name: /hold this price/i }).waitFor();
  await page.keyboard.press("Escape");
});

test("a price is watched, is told of when it is reached, and is watched no more", async () => {
  await openMarket("/offers?q=h100+on-demand");
  await rows().first().click();
  const watch = page.getByRole("dialog").getByRole("region", { name: "Price watch" });
  await watch.getByLabel(/costs, per GPU-hour/).fill("900");
  await watch.getByRole("button", { name: "Watch", exact: true }).click();
  await page.getByText("A price is reached").first().waitFor();
  await page.keyboard.press("Escape");
  await rows().first().click();
  await watch.getByText("reached").waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await watch.getByRole("button", { name: /remove the watch/i }).click();
  await watch.getByText("reached").waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
});

test("a reader who wants no motion gets none: a price that ticks does not flash", async () => {
  const still = await openPage(browser, {
    reducedMotion: "reduce",
    storageState: await page.context().storageState(),
  });
  await openMarket("/offers", still);
  const [cheapest] = await product.market.asks();
  await product.market.control("market", { ask: cheapest?.id, pricePerGpuHour: 0.0111 });
  await rows(still).getByText("$0.0111").first().waitFor();
  const flash = "getComputedStyle(document.querySelector('[class*=animate-tick]')).animationDuration";
  expect(Number.parseFloat(await still.evaluate<string>(flash))).toBeLessThan(0.001);
  await still.close();
});

test("while a provider is silent its offers stay, grey and with their age, and the page says why", async () => {
  await openMarket();
  await rows().nth(5).waitFor();
  const silence = { probability: 1, provider: "vast", on: ["search"] };
  await product.market.control("moods/unauthorised", silence, "PUT");
  const notice = page.getByText(/Vast.ai does not answer/).filter({ visible: true });
  await notice.waitFor();
  expect(await notice.textContent()).toMatch(/shown faint, as they were \d+ s ago/);
  // The others go on as they were.
  for (const other of ["Blue Lobster", "TensorDock"])
    expect(await page.getByText(`${other} does not answer`).count()).toBe(0);
  expect(await rows().count()).toBeGreaterThan(5);
  const age = rows().first().getByRole("gridcell").last();
  expect(await age.textContent()).toMatch(/^\d+ s$/);
  expect(await faultsInBoth(page)).toEqual([]);

  await product.market.control("moods/unauthorised", {}, "DELETE");
  await notice.waitFor({ state: "hidden" });
});
