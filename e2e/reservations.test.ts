import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "./api-client.ts";
import { faultsOf } from "./axe.ts";
import { openBrowser, openPage, signIn } from "./browser.ts";
import { type Product, startProduct } from "./product.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const QUARTER = 15 * MINUTE;

let product: Product;
let browser: Browser;
/** Two browsers of the same account: what one does, the other sees. */
let here: Page;
let there: Page;

beforeAll(async () => {
  product = await startProduct();
  browser = await openBrowser();
  here = await openPage(browser, { timezoneId: "Europe/Berlin" });
  there = await (
    await browser.newContext({
      colorScheme: "dark",
      viewport: { width: 1440, height: 900 },
      timezoneId: "UTC",
    })
  ).newPage();
  there.setDefaultTimeout(20_000);
  for (const page of [here, there]) {
    await signIn(page, product);
    await page.goto(`${product.consoleUrl}/reservations`);
  }
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

async function asked<T>(question: string): Promise<T> {
  const { data } = await ask<T>(product.apiUrls[0] ?? "", product.demo.apiKey, question);
  if (!data) throw new Error(`no answer to ${question}`);
  return data;
}
const micros = (amount: string) => BigInt(amount.replace(".", ""));
const creditsOf = async () =>
  (await asked<{ credits: { available: string; held: string } }>("{ credits { available held } }")).credits;

interface Told {
  id: string;
  state: string;
  total: string;
  spent: string;
  credited: string;
  sessions: { state: string }[];
}
const reservationOf = async (id: string) =>
  (
    await asked<{ reservation: Told }>(
      `{ reservation(id: "${id}") { id state total spent credited sessions { state } } }`,
    )
  ).reservation;

/** What is written in the panel, as the browser's own clock has it. */
async function write(page: Page, field: string, at: Date, zone: string): Promise<void> {
  const parts = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  await page.getByLabel(new RegExp(`^${field} \\(`)).fill(parts.format(at).replace(" ", "T"));
}

async function book(startsAt: Date, hours: number): Promise<string> {
  // Once it says what it costs, the page is awake.
  await here.getByText("An hour of a GPU").waitFor();
  await write(here, "From", startsAt, "Europe/Berlin");
  await write(here, "Until", new Date(startsAt.getTime() + hours * HOUR), "Europe/Berlin");
  await here.getByRole("button", { name: "Review" }).click();
  const dialog = here.getByRole("dialog");
  await dialog.getByText("Set aside now").waitFor();
  await dialog.getByRole("button", { name: "Book it" }).click();
  await dialog.waitFor({ state: "detached" });
  const { reservations } = await asked<{ reservations: { nodes: { id: string; createdAt: string }[] } }>(
    "{ reservations { nodes { id createdAt } } }",
  );
  return reservations.nodes.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0]?.id ?? "";
}

/** The server is started anew at another hour; the market's machines go on. */
async function goTo(at: Date): Promise<void> {
  await product.servers[0]?.kill("SIGTERM");
  const ahead = Math.max(0, Math.round((at.getTime() - Date.now()) / 1_000));
  await product.startServer(0, { CLOCK_AHEAD_SECONDS: String(ahead) });
}

async function until(id: string, state: string): Promise<Told> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const told = await reservationOf(id);
    if (told.state === state) return told;
    if (Date.now() > deadline)
      throw new Error(`it is ${told.state} and not ${state}: ${JSON.stringify(told)}`);
    await product.market.passTime(20);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
}

test("a window is dragged on the calendar, and what it costs is said while it is chosen", async () => {
  await here.getByText("free", { exact: false }).first().waitFor();
  const calendar = here.locator(".berth-calendar");
  await here.getByRole("button", { name: /next/i }).click();
  const box = (await calendar.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const x = box.x + box.width * 0.5;
  await here.mouse.move(x, box.y + box.height * 0.4);
  await here.mouse.down();
  await here.mouse.move(x, box.y + box.height * 0.65, { steps: 8 });
  await here.mouse.up();
  await here.getByText("An hour of a GPU").waitFor();
  await expect.poll(() => here.getByText(/ h( \d+ min)? of 1 GPU/).textContent()).toMatch(/^[3-9] h/);
});

test("booked in one browser, the slot shrinks in the other, and the credit is set aside", async () => {
  const before = await creditsOf();
  await there.getByText("16", { exact: false }).first().waitFor();
  await there.getByRole("button", { name: "Pools" }).click();
  const startsAt = new Date(Math.ceil((Date.now() + 5 * HOUR) / HOUR) * HOUR);
  await here.getByRole("spinbutton", { name: "GPUs" }).fill("3");
  const id = await book(startsAt, 26);
  await there
    .getByRole("button", { name: /A100, anywhere.*: 13 free/ })
    .first()
    .waitFor();
  const { total, state } = await reservationOf(id);
  expect(state).toBe("CONFIRMED");
  const after = await creditsOf();
  expect(micros(after.held) - micros(before.held)).toBe(micros(total));
  expect(await faultsOf(here)).toEqual([]);

  await here.goto(`${product.consoleUrl}/reservations/${id}`);
  await here.getByRole("button", { name: "Cancel it" }).click();
  await here.getByRole("alertdialog").getByRole("button", { name: "Cancel it" }).click();
  await here.getByText("Cancelled", { exact: true }).first().waitFor();
  await there
    .getByRole("button", { name: /A100, anywhere.*: 13 free/ })
    .first()
    .waitFor({ state: "detached" });
  // Within a day of its start, half of it is what leaving costs: said before, and taken.
  expect((await reservationOf(id)).spent).toBe((await reservationOf(id)).total);
});

test("C3: its machine is there at the start, it runs, ends by itself, and the statement adds up", async () => {
  await here.goto(`${product.consoleUrl}/reservations`);
  const startsAt = new Date(Math.ceil((Date.now() + 5 * MINUTE) / QUARTER) * QUARTER);
  const before = await creditsOf();
  const id = await book(startsAt, 1);
  const { total } = await reservationOf(id);
  await goTo(new Date(startsAt.getTime() - 4_000));
  const active = await until(id, "ACTIVE");
  expect(active.sessions.filter(({ state }) => state === "RUNNING")).toHaveLength(1);
  await here.goto(`${product.consoleUrl}/reservations/${id}`);
  await here.getByText("Active", { exact: true }).waitFor();
  await goTo(new Date(startsAt.getTime() + HOUR - 2_000));
  await until(id, "FINISHED");
  for (let tries = 0; tries < 100 && (await product.market.machines()).length > 0; tries++) {
    await product.market.passTime(10);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  expect(await product.market.machines()).toEqual([]);
  const after = await creditsOf();
  expect(micros(before.available) - micros(after.available)).toBe(micros(total));
  expect(after.held).toBe(before.held);
  await here.getByText("Finished", { exact: true }).waitFor();
});

test("C3: with nothing to be had at the start, Berth pays by itself and says so", async () => {
  const startsAt = new Date(Math.ceil((Date.now() + 3 * HOUR) / QUARTER) * QUARTER);
  await here.goto(`${product.consoleUrl}/reservations`);
  const id = await book(startsAt, 1);
  const before = await creditsOf();
  const { total } = await reservationOf(id);
  // Nobody rents a GPU out for so little.
  await starve();
  await goTo(new Date(startsAt.getTime() + 61 * MINUTE));
  const missed = await until(id, "MISSED");
  expect(missed.spent).toBe("0.000000");
  expect(micros(missed.credited) > 0n && micros(missed.credited) <= micros(total)).toBe(true);
  await here.goto(`${product.consoleUrl}/credits`);
  await here
    .getByText(/were \d+ min late/)
    .first()
    .waitFor();
  const after = await creditsOf();
  expect(micros(after.available) - micros(before.available)).toBe(micros(total) + micros(missed.credited));
});

async function starve(): Promise<void> {
  const postgres = (await import("postgres")).default;
  const sql = postgres(product.databaseUrl, { max: 1, onnotice: () => {} });
  await sql`update pools set buy_cap_per_gpu_hour = 1`;
  await sql.end();
}
