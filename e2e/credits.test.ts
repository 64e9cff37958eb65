import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "./api-client.ts";
import { faultsOf } from "./axe.ts";
import { openBrowser, openPage, signIn } from "./browser.ts";
import { type Product, startProduct } from "./product.ts";

let product: Product;
let browser: Browser;
/** Two browsers of the same account: what one does, the other sees. */
let here: Page;
let there: Page;

beforeAll(async () => {
  product = await startProduct({ env: { OPERATORS: "demo@berth.example" } });
  browser = await openBrowser();
  here = await openPage(browser);
  there = await (
    await browser.newContext({ colorScheme: "dark", viewport: { width: 1440, height: 900 } })
  ).newPage();
  there.setDefaultTimeout(20_000);
  for (const page of [here, there]) {
    await signIn(page, product);
    await page.goto(`${product.consoleUrl}/credits`);
  }
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const balance = (page: Page) => page.getByRole("region", { name: "Balance" });

test("a newcomer has credit to try with, and sees what of it ends first", async () => {
  await balance(here).getByText("$225.00").waitFor();
  await balance(here).getByText("$25.00").waitFor();
  await here.getByRole("listitem").filter({ hasText: "Welcome" }).getByText("$25.00").first().waitFor();
  await here.getByRole("row").filter({ hasText: "To try Berth with" }).waitFor();
});

test("a grant arrives in a second browser without it being asked, and the statement adds up", async () => {
  await balance(there).getByText("$225.00").waitFor();
  await here.getByRole("button", { name: "Grant credit" }).click();
  const dialog = here.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Amount" }).fill("12.5");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("for the second browser");
  await dialog.getByRole("button", { name: "Grant" }).click();
  for (const page of [there, here]) {
    await balance(page).getByText("$237.50").waitFor();
    await page.getByRole("row").filter({ hasText: "for the second browser" }).waitFor();
    await page.getByRole("listitem").filter({ hasText: "for the second browser" }).waitFor();
  }

  const [download] = await Promise.all([
    here.waitForEvent("download"),
    (async () => {
      await here.getByRole("button", { name: "Statement" }).click();
      await here.getByRole("menuitem", { name: "Everything" }).click();
    })(),
  ]);
  const rows = readFileSync(await download.path(), "utf8")
    .trimEnd()
    .split("\r\n")
    .slice(1);
  const micros = (row: string, column: number) => BigInt((row.split(",")[column] ?? "").replace(".", ""));
  const total = rows.slice(1, -1).reduce((sum, row) => sum + micros(row, 5), 0n);
  expect(total).toBe(237_500_000n);
  expect(micros(rows.at(-1) ?? "", 8)).toBe(total);
  const asked = await ask<{ credits: { available: string } }>(
    product.apiUrls[0] ?? "",
    product.demo.apiKey,
    "{ credits { available } }",
  );
  expect(asked.data?.credits.available).toBe("237.500000");
});

test("only what was asked for is shown of the ledger", async () => {
  await here.getByRole("button", { name: "Expired" }).click();
  await here.getByText("Nothing has moved").waitFor();
  await here.getByRole("button", { name: "Added" }).click();
  await here.getByRole("row").filter({ hasText: "for the second browser" }).waitFor();
});

test("the page can be used by everybody, in light and in dark", async () => {
  for (const page of [here, there]) {
    await page.locator(".recharts-surface").first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
  }
});
