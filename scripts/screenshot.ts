// Makes the picture in the README: the offers page of the built product, as a newcomer sees it.
import { join } from "node:path";
import { openBrowser, openPage, signIn } from "../e2e/browser.ts";
import { startProduct } from "../e2e/product.ts";
import { prepareBrowser } from "./browser.ts";
import { runCommand } from "./plain-failure.ts";
import { ProcessRecords } from "./processes/records.ts";
import { build } from "./stack/build.ts";
import { berthPath, openBerthFolder, root } from "./stack/folder.ts";
import { openTestDatabase } from "./testing/test-database.ts";

await runCommand(async () => {
  openBerthFolder();
  const { signal } = new AbortController();
  await build(new ProcessRecords(berthPath("screenshot.json")), { signal, say: console.log });
  process.env["BERTH_BROWSER"] = await prepareBrowser(console.log);
  const database = await openTestDatabase();
  process.env["TEST_DATABASE_URL"] = database.url;
  const product = await startProduct();
  const browser = await openBrowser();
  try {
    const page = await openPage(browser, { deviceScaleFactor: 1, viewport: { width: 1440, height: 810 } });
    await signIn(page, product);
    await page.goto(`${product.consoleUrl}/offers?q=h100,h200,b200+on-demand`);
    await page
      .getByText(/^live$/)
      .first()
      .waitFor();
    // The provider is asked for its own figures after its offers, and the page looks for them now and then.
    await page.locator("td svg[role=img]").first().waitFor({ timeout: 120_000 });
    await page.screenshot({ path: join(root, "docs/offers.png") });
    console.log("docs/offers.png is made anew");
  } finally {
    await browser.close();
    await product.stop();
    await database.stop();
  }
});
process.exit();
