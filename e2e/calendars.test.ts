import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf } from "./axe.ts";
import { openBrowser, openPage, signIn } from "./browser.ts";
import { type Product, startProduct } from "./product.ts";

const HOUR = 3_600_000;
const ZONE = "Europe/Berlin";

interface Seen {
  calendars: {
    id: string;
    events: {
      id: string;
      status: string;
      summary: string;
      start: { dateTime: string; timeZone: string };
      end: { dateTime: string };
    }[];
  }[];
}

let product: Product;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  // The next change of the clocks may be half a year away, and pools are booked for less by those who do not run this Berth.
  product = await startProduct({ env: { OPERATORS: "demo@berth.example" } });
  browser = await openBrowser();
  page = await openPage(browser, { timezoneId: ZONE });
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

/** One that can be booked for the whole of a year. */
async function openPool(): Promise<string> {
  const { pools } = await asked<{ pools: { id: string }[] }>("{ pools { id } }");
  const poolId = pools[0]?.id ?? "";
  const { changePool } = await asked<{ changePool: { __typename: string } }>(
    `mutation Open($poolId: ID!) { changePool(poolId: $poolId, input: { horizonDays: 365 }) { __typename } }`,
    { poolId },
  );
  expect(changePool).toMatchObject({ __typename: "Pool" });
  return poolId;
}

async function book(startsAt: Date, hours: number, label: string): Promise<void> {
  const wanted = {
    poolId: await openPool(),
    gpus: 1,
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + hours * HOUR).toISOString(),
  };
  const { reservationPrice } = await asked<{ reservationPrice: { total: string } }>(
    `query Price($poolId: ID!, $gpus: Int!, $startsAt: DateTime!, $endsAt: DateTime!) {
      reservationPrice(poolId: $poolId, gpus: $gpus, startsAt: $startsAt, endsAt: $endsAt) {
        ... on ReservationPrice { total } } }`,
    wanted,
  );
  const { createReservation } = await asked<{ createReservation: { __typename: string } }>(
    `mutation Book($input: CreateReservationInput!, $key: String!) {
      createReservation(input: $input, idempotencyKey: $key) { __typename ... on Refusal { message } } }`,
    {
      input: { wanted: { ...wanted, label }, expectedTotal: reservationPrice.total },
      key: `the booking ${label}`,
    },
  );
  expect(createReservation).toMatchObject({ __typename: "Reservation" });
}

const minutesAhead = (at: number) => {
  const wall = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "medium" });
  return Date.parse(`${wall.format(at).replace(" ", "T")}Z`) - Math.floor(at / 1_000) * 1_000;
};

/** The next instant at which the clocks of a zone change, to the hour. */
function nextChange(): number {
  const first = Math.ceil(Date.now() / HOUR) * HOUR + 48 * HOUR;
  for (let at = first; ; at += HOUR) if (minutesAhead(at) !== minutesAhead(at - HOUR)) return at;
}

/** What stands in Berth's calendar at Google. */
async function standing() {
  const { calendars } = (await product.market.control("google", {})) as Seen;
  const berths = calendars.filter(({ id }) => id !== "primary");
  return {
    calendars: berths.length,
    events: berths.flatMap(({ events }) => events.filter(({ status }) => status === "confirmed")),
  };
}

async function allow(): Promise<void> {
  await page.getByRole("link", { name: "Allow" }).click();
  await page.getByText("Google Calendar is connected").waitFor();
}

test("a night in which the clocks change stands right in Google Calendar; a consent taken back is asked for again, and nothing is doubled", async () => {
  await page.goto(`${product.consoleUrl}/settings/calendars`);
  await page.getByRole("button", { name: "Connect Google" }).click();
  await allow();

  const change = nextChange();
  const startsAt = new Date(change - 3 * HOUR);
  await book(startsAt, 6, "across the change");
  await expect.poll(async () => (await standing()).events.length, { timeout: 20_000 }).toBe(1);
  const [event] = (await standing()).events;
  expect(event).toMatchObject({ summary: expect.stringContaining("across the change") as string });
  expect(event?.start).toEqual({ dateTime: startsAt.toISOString(), timeZone: ZONE });
  // Six hours, whatever the clock on the wall shows at their ends.
  expect(Date.parse(event?.end.dateTime ?? "") - startsAt.getTime()).toBe(6 * HOUR);
  await page.getByText("1 event stands there").waitFor();
  expect(await faultsOf(page)).toEqual([]);

  await product.market.control("google", { revokeAll: true });
  await book(new Date(change - 30 * HOUR), 2, "meanwhile");
  await expect
    .poll(
      async () =>
        (
          await asked<{ calendarSettings: { google: { state: string } } }>(
            "{ calendarSettings { google { state } } }",
          )
        ).calendarSettings.google.state,
      { timeout: 20_000 },
    )
    .toBe("RECONNECT");
  expect((await standing()).events).toHaveLength(1);
  await page.goto(`${product.consoleUrl}/offers`);
  await page.getByRole("link", { name: "Reconnect Calendar" }).click();
  await page.getByRole("button", { name: "Reconnect Calendar" }).click();
  await allow();
  await expect.poll(async () => (await standing()).events.length, { timeout: 20_000 }).toBe(2);
  const { calendars, events } = await standing();
  expect(calendars).toBe(1);
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  await page.getByRole("link", { name: "Reconnect Calendar" }).waitFor({ state: "detached" });

  // What is tagged in a calendar of their own stands where prices do, once they allowed that and said how it is known.
  await page.getByRole("button", { name: "Allow it at Google" }).click();
  await allow();
  // Once it hears of changes, the page is awake.
  await page.getByText("live", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Keep rule" }).click();
  await page.getByText("Your events are looked through within a minute.").waitFor();
  await expect
    .poll(
      async () =>
        (await asked<{ computeEvents: unknown[] }>("{ computeEvents { id } }")).computeEvents.length,
    )
    .toBe(2);
  for (const path of ["forecast", "reservations"]) {
    await page.goto(`${product.consoleUrl}/${path}`);
    await page
      .getByRole("region", { name: "From your calendar" })
      .getByText("#compute nightly evaluation")
      .waitFor();
  }
  expect(await faultsOf(page)).toEqual([]);
  expect((await standing()).events).toHaveLength(2);
});
