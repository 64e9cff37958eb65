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

/** Signs a browser in without its pages: the form, and the market behind it, are a story of their own. */
export async function signIn(page: Page, product: Product): Promise<void> {
  const { email, password } = product.demo;
  const answer = await page.request.post(`${product.consoleUrl}/api/auth/sign-in/email`, {
    data: { email, password },
    headers: { origin: product.consoleUrl },
  });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()} ${await answer.text()}`);
}
