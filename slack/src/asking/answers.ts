import {
  BudgetsDocument,
  ForecastDocument,
  isRefused,
  OffersDocument,
  ProvidersDocument,
  SessionsDocument,
  SpendingNowDocument,
  WhyNoOffersDocument,
} from "@berth/client-sdk";
import type { ActionsBlock } from "@slack/types";
import { sayPresent } from "../rules/card.ts";
import { budgetNow } from "../rules/present.ts";
import {
  bold,
  code,
  dollars,
  instant,
  lines,
  link,
  list,
  roundDollars,
  say,
  sayInstant,
  type Saying,
  sentence,
  soft,
  text,
  type Words,
} from "../rules/words.ts";
import type { Person } from "./people.ts";

// Answers to questions: what a person may read, told to that person.

const OFFERS_SHOWN = 5;
const SESSIONS_SHOWN = 10;
const BUDGETS_SHOWN = 10;
const HOUR_MS = 3_600_000;

export async function find({ berth }: Person, search: string, consoleUrl: string): Promise<Saying> {
  const asked = search.includes("sort:") ? search : `${search} sort:price`.trim();
  const { offers } = await berth.ask(OffersDocument, { text: asked, first: OFFERS_SHOWN, diskGb: 50 });
  if (offers.nodes.length === 0) {
    const { offerSearchExplained: why } = await berth.ask(WhyNoOffersDocument, { text: asked });
    const hint = why?.cheapestRelaxation;
    return sentence(
      `Nothing fits, of ${why?.listedCount ?? 0} that are listed.${hint ? ` To find ${hint.offerCount}: ${hint.says}.` : ""}`,
    );
  }
  const rows = offers.nodes.map((offer): Words => [
    bold(`${offer.gpuCount} × ${offer.gpu.model}${offer.kind === "INTERRUPTIBLE" ? ", interruptible" : ""}`),
    text(
      `  ${roundDollars(offer.pricePerGpuHour)} a GPU-hour, ${roundDollars(offer.allInPricePerHour)} an hour all in`,
    ),
    soft(`  ${[offer.provider.name, offer.country ?? offer.region].filter(Boolean).join(", ")}`),
  ]);
  const more = offers.totalCount - offers.nodes.length;
  return say(
    `${offers.totalCount} offers`,
    list(...rows),
    lines([
      ...(more > 0 ? [text(`${more} more. `)] : []),
      link(`${consoleUrl}/offers?q=${encodeURIComponent(search)}`, "See them in the console"),
    ]),
  );
}

export async function sayBudgets({ berth }: Person, search: string, consoleUrl: string): Promise<Saying> {
  const { budgets } = await berth.ask(BudgetsDocument, {});
  const wanted = budgets.filter(({ name, scopeValue }) =>
    [name, scopeValue ?? ""].some((one) => one.toLowerCase().includes(search.toLowerCase())),
  );
  if (wanted.length === 0)
    return sentence(budgets.length === 0 ? "There is no budget yet." : `No budget is called “${search}”.`);
  return say(
    wanted.map(({ name, standing }) => `${name}: ${Math.floor(standing.percent)} %`).join("\n"),
    ...wanted.slice(0, BUDGETS_SHOWN).flatMap((budget) => sayPresent(budgetNow(budget), consoleUrl)),
  );
}

export async function sayCost({ berth }: Person, consoleUrl: string): Promise<Saying> {
  const { activeSessionMetrics: now, credits } = await berth.ask(SpendingNowDocument, {});
  const running = now.machines === 1 ? "1 machine runs" : `${now.machines} machines run`;
  const plain = `${running}, for ${roundDollars(now.ratePerHour)} an hour`;
  return say(
    plain,
    lines(
      [bold(plain)],
      [
        text(
          `They have cost ${roundDollars(now.figures.paid)}, for ${now.figures.gpuHours.toFixed(1)} GPU-hours.`,
        ),
      ],
      [
        text(
          `${roundDollars(credits.available)} are left to spend, and ${roundDollars(credits.held)} set aside.`,
        ),
      ],
      [link(`${consoleUrl}/credits`, "Every movement")],
    ),
  );
}

const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

export async function sayForecast(person: Person, gpu: string, consoleUrl: string): Promise<Saying> {
  const { forecast } = await person.berth.ask(ForecastDocument, { market: { gpu }, hours: 24 });
  return isRefused(forecast) ? sentence(forecast.message) : forecastSaid(person, forecast, consoleUrl);
}

type Forecast = Extract<Awaited<ReturnType<typeof askForecast>>["forecast"], { __typename: "Forecast" }>;
const askForecast = ({ berth }: Person, seriesId: string) =>
  berth.ask(ForecastDocument, { seriesId, hours: 24 });

/** Null where there is none to show below a link. */
export async function forecastOf(
  person: Person,
  seriesId: string,
  consoleUrl: string,
): Promise<Saying | null> {
  const { forecast } = await askForecast(person, seriesId);
  return isRefused(forecast) ? null : forecastSaid(person, forecast, consoleUrl);
}

async function forecastSaid(
  { berth }: Person,
  { series, median, at, naive, showsNaive, isStale, cutOffAt, verdictBecause }: Forecast,
  consoleUrl: string,
): Promise<Saying> {
  const { providers } = await berth.ask(ProvidersDocument, {});
  const provider = providers.find(({ id }) => id === series.providerId)?.name ?? series.providerId;
  const now = berth.now ?? new Date();
  const ahead = at
    .map((hour, place) => ({ hour, price: Number(median[place]) }))
    .filter(({ hour }) => Date.parse(hour) + HOUR_MS > now.getTime());
  const seen = isStale ? `when it was last seen, ${sayInstant(cutOffAt)}` : "now";
  const title = `${series.gpuModel} at ${provider}: ${roundDollars(naive)} a GPU-hour ${seen}`;
  return say(
    title,
    lines(
      [link(`${consoleUrl}/forecast?series=${encodeURIComponent(series.id)}`, title)],
      ...(ahead.length > 0 ? drawn(ahead, showsNaive) : []),
      [soft(verdictBecause)],
    ),
  );
}

/** Where the last price is the better guess no hour can be told to be the lowest. */
function drawn(ahead: readonly { hour: string; price: number }[], showsNaive: boolean): Words[] {
  const prices = ahead.map(({ price }) => price);
  const lowest = Math.min(...prices);
  const highest = Math.max(...prices);
  const best = ahead.find(({ price }) => price === lowest);
  const line = prices
    .map((price) => bars[Math.round(((price - lowest) / (highest - lowest || 1)) * (bars.length - 1))] ?? "")
    .join("");
  return [
    [code(line), text(ahead.length === 1 ? "  this hour" : `  the next ${ahead.length} hours`)],
    [
      text(`Between ${roundDollars(lowest.toFixed(6))} and ${roundDollars(highest.toFixed(6))}`),
      ...(best && !showsNaive ? [text(", lowest "), instant(best.hour)] : []),
    ],
  ];
}

/** What runs, each with a button. */
export async function chooseSession({ berth }: Person, action: "stop" | "extend"): Promise<Saying> {
  const { sessions } = await berth.ask(SessionsDocument, { alive: true, first: SESSIONS_SHOWN });
  if (sessions.nodes.length === 0) return sentence("Nothing runs.");
  const label = action === "stop" ? "Stop" : "Extend";
  return say(
    "Which?",
    ...sessions.nodes.flatMap((session) => [
      lines([
        bold(`${session.gpuCount} × ${session.gpuModel}`),
        text(
          `  ${session.state.toLowerCase()}, ${dollars(session.cost)} so far${session.consumer ? `, for ${session.consumer}` : ""}  `,
        ),
        code(session.id),
      ]),
      {
        type: "actions",
        elements: [
          {
            type: "button",
            action_id: `card.${action}`,
            value: session.id,
            text: { type: "plain_text", text: label },
            ...(action === "stop" && { style: "danger" as const }),
          },
        ],
      } satisfies ActionsBlock,
    ]),
  );
}

export function help(): Saying {
  const rows: [string, string][] = [
    ["/gpu find h100 x8 <2.50/gpu", "what can be rented now"],
    ["/gpu reserve", "GPUs ahead of time: with a form, or 2 h100 2026-12-01 09:00 4h"],
    ["/gpu extend", "keeps a session or a reservation for longer"],
    ["/gpu stop", "ends a session"],
    ["/gpu budget", "how budgets stand"],
    ["/gpu forecast h100", "what the next day will cost"],
    ["/gpu cost", "what runs, and for how much"],
    ["/gpu subscribe sessions team:vision budget>80%", "tells this channel; without words, what it is told"],
    ["/gpu unsubscribe 1", "no longer"],
    ["/gpu threads off", "cards only, without their history in a thread"],
    ["/gpu quiet 22:00-07:00 Europe/Berlin", "only alarms at these hours"],
    ["/gpu digest 09:00,17:00 Europe/Berlin", "alarms at once, all else then"],
    ["/gpu link", "lets you act, with a key of your own"],
  ];
  return say(
    "What /gpu understands",
    list(...rows.map(([command, says]): Words => [code(command), text(`  ${says}`)])),
  );
}
