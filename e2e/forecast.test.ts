import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "./api-client.ts";
import { faultsOf } from "./axe.ts";
import { openBrowser, openPage, signIn } from "./browser.ts";
import { type Product, startProduct } from "./product.ts";

let product: Product;
let browser: Browser;
beforeAll(async () => {
  [product, browser] = await Promise.all([
    startProduct({ env: { FORECAST_REPLAY_DAYS: "9" } }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** An order may wait for as long as it is let: the server is started anew when its time to start has come. */
async function untilItsTimeHasCome(): Promise<void> {
  const { data } = await ask<{ flexibleJobs: { nodes: { state: string; freezeAt: string }[] } }>(
    product.apiUrls[0] ?? "",
    product.demo.apiKey,
    "{ flexibleJobs { nodes { state freezeAt } } }",
  );
  const [job] = data?.flexibleJobs.nodes ?? [];
  if (!job || job.state !== "WAITING") return;
  await product.servers[0]?.kill("SIGTERM");
  const ahead = Math.round((Date.parse(job.freezeAt) - Date.now()) / 1_000);
  await product.startServer(0, { CLOCK_AHEAD_SECONDS: String(Math.max(ahead, 0)) });
}

test("from the forecast to the best window, to a booked reservation, and to a machine started by standing order", async () => {
  const page = await openPage(browser);
  await signIn(page, product);
  // A newcomer's market is forecast from what its provider tells, as soon as it has told…
  const picture = page.getByRole("img", { name: /In a day it is foretold at/ });
  await expect
    .poll(
      async () => {
        await page.goto(`${product.consoleUrl}/forecast`);
        return picture.waitFor({ timeout: 3_000 }).then(
          () => true,
          () => false,
        );
      },
      { timeout: 90_000, interval: 1_000 },
    )
    .toBe(true);
  // …and what would have been said a week ago comes to stand beside what happened, without being asked for.
  await page
    .getByRole("img", { name: /past forecast that is shown was .* off/ })
    .waitFor({ timeout: 90_000 });
  expect(await faultsOf(page)).toEqual([]);

  await page.getByRole("button", { name: "Table" }).click();
  await page.getByRole("columnheader", { name: /median/i }).waitFor();
  await page.getByRole("button", { name: "Chart" }).click();

  const bars = page.getByRole("region", { name: "When to start" }).getByRole("listitem").getByRole("button");
  await page.goto(`${product.consoleUrl}/forecast`);
  await bars.first().click();
  await page.getByRole("dialog").getByRole("link", { name: "Reserve these hours" }).click();
  await page.waitForURL(/\/reservations\?/);
  await page.getByText("An hour of a GPU").waitFor();
  await page.getByRole("button", { name: "Review" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Book it" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { data } = await ask<{ reservations: { nodes: { state: string; gpus: number }[] } }>(
    product.apiUrls[0] ?? "",
    product.demo.apiKey,
    "{ reservations { nodes { state gpus } } }",
  );
  expect(data?.reservations.nodes).toEqual([{ state: "CONFIRMED", gpus: 1 }]);

  await page.goto(`${product.consoleUrl}/forecast/scores`);
  await page.getByText("These were made afterwards").waitFor();
  await page.getByRole("img", { name: /quantile/ }).waitFor();
  expect(await faultsOf(page)).toEqual([]);

  await page.goto(`${product.consoleUrl}/forecast`);
  await bars.first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "At most" }).fill("40");
  await dialog.getByRole("textbox", { name: "Hours" }).fill("2");
  await dialog.getByRole("button", { name: "Start it when cheapest" }).click();

  const orders = page.getByRole("region", { name: "Standing orders" });
  await orders.getByText(/^(Waiting|Started)$/).waitFor();
  await untilItsTimeHasCome();
  await page.reload();
  await orders.getByText("Started", { exact: true }).waitFor();
  await orders.getByRole("link", { name: "Its session" }).click();
  await page.waitForURL(/\/sessions\/ses_/);
}, 180_000);
