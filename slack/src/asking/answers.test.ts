import { ForecastDocument } from "@berth/client-sdk";
import { expect, test } from "vitest";
import { forecast } from "../testing/berth.ts";
import { sayForecast } from "./answers.ts";
import type { Person } from "./people.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const day = Array.from({ length: 24 }, (_, hour) => new Date(Date.UTC(2026, 10, 20, 9 + hour)).toISOString());
const falling = day.map((_, hour) => (1 - hour / 100).toFixed(6));

async function said(changed: object): Promise<string> {
  const answers = { forecast: { ...forecast, at: day, median: falling, ...changed }, providers: [] };
  const person = { berth: { now: NOW, ask: () => Promise.resolve(answers) } } as unknown as Person;
  return JSON.stringify(await sayForecast(person, "h100", "https://console.test"));
}

test("a market that was not seen for a month is said to be so, and none of its hours is said to come", async () => {
  expect(String(ForecastDocument)).toContain("isStale");
  const monthAgo = day.map((at) => at.replace("2026-11", "2026-10"));
  const stale = await said({ isStale: true, cutOffAt: "2026-10-20T08:00:00.000Z", at: monthAgo });
  expect(stale).toContain("$2.10 a GPU-hour when it was last seen, 2026-10-20 08:00 UTC");
  expect(stale).not.toMatch(/now|next|[▁-█]|lowest/);
});

test("hours that are over are not drawn among the next", async () => {
  expect(await said({})).toContain("the next 21 hours");
});

test("where the last price is the better guess no hour is said to be the lowest", async () => {
  expect(await said({})).toContain("lowest");
  expect(await said({ showsNaive: true })).not.toContain("lowest");
});
