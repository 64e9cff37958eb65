import { type Browser, chromium, type Page } from "playwright-core";
import type { Product } from "./product.ts";

// Chromium looks for updates and its maker's hosts by itself; a test's browser asks only the product.
const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function openBrowser(): Promise<Browser> {
  const executablePath = process.env["BERTH_BROWSER"];
  if (!executablePath) throw new Error("BERTH_BROWSER is not set: `npm test` finds a browser and sets it");
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: isRoot ? ["--no-sandbox", ...flags] : flags });
}

export async function openPage(
  browser: Browser,
  options: Parameters<Browser["newPage"]>[0] = {},
): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
  // Vast.ai takes a search every twelve seconds, and a poll needs two: what the market does is seen that late.
  page.setDefaultTimeout(45_000);
  return page;
}

export async function signIn(page: Page, product: Product): Promise<void> {
  await page.goto(`${product.consoleUrl}/sign-in`);
  await page
    .getByRole("textbox", { name: /e-mail/i })
    .first()
    .fill(product.demo.email);
  await page.locator("input[type=password]").first().fill(product.demo.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}
