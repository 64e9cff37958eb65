import type { Command } from "commander";
import { ForecastDocument, isRefused, PriceHistoryDocument } from "@berth/client-sdk";
import { refused } from "../ended.ts";
import { whole } from "../kept/settings.ts";
import type { Run } from "../run.ts";
import { wrap } from "../terminal/columns.ts";
import { chart, type ChartPoint } from "../terminal/chart.ts";
import { doing, examples } from "./command.ts";
import { providerNames } from "./offers.ts";

interface Options {
  days: number;
  provider?: string;
  region?: string;
}

export function addPrice(program: Command): void {
  const price = program
    .command("price")
    .description("what a GPU cost an hour, and what it is thought to cost, as a chart")
    .argument("<gpu>", "such as H100, or “rtx 4090”")
    .option("--days <days>", "of history, 1 to 30", whole(1, 30), 7)
    .option("--provider <id>", "of one provider; else the cheapest market that can be forecast")
    .option("--region <region>", "of one region");
  examples(price, "berth price h100", "berth price rtx4090 --days 14 --json");
  doing<Options>(price, showPrice);
}

async function showPrice(run: Run, [gpu = ""]: string[], { days, provider, region }: Options): Promise<void> {
  const market = { gpu, ...(provider && { provider }), ...(region && { region }) };
  const { forecast } = await run.ask(ForecastDocument, { market });
  // Too little history for a forecast may still be some history.
  if (isRefused(forecast) && forecast.__typename !== "NotEnoughHistory") throw refused(forecast);
  const foretold = isRefused(forecast) ? null : forecast;
  const to = new Date(Math.floor(run.hour.getTime() / 3_600_000) * 3_600_000);
  const series = foretold?.series;
  const { priceHistory } = await run.ask(PriceHistoryDocument, {
    from: new Date(to.getTime() - days * 86_400_000).toISOString(),
    to: to.toISOString(),
    filter: series
      ? {
          gpuModels: [series.gpuModel],
          providers: [series.providerId],
          kinds: [series.kind],
          ...(series.region && { regions: [series.region] }),
        }
      : {
          gpuModels: [gpu],
          ...(provider && { providers: [provider] }),
          ...(region && { regions: [region] }),
        },
  });
  if (isRefused(priceHistory)) throw refused(priceHistory);
  const history =
    priceHistory.series.find((one) => one.series.id === series?.id) ?? priceHistory.series[0] ?? null;
  const ahead = foretold ? hoursFrom(to, foretold) : [];
  const points: ChartPoint[] = [
    ...(history?.points ?? []).map(({ median }) => ({
      value: median === null ? null : Number(median),
      foretold: false,
    })),
    ...ahead,
  ];
  const nameOf = await providerNames(run);
  const wrapped = (text: string): string => wrap(text, run.width);
  run.print(
    () =>
      [
        wrapped(
          history
            ? `${history.series.gpuModel}, ${nameOf(history.series.providerId)}, ${history.series.kind.toLowerCase().replace("_", "-")}: dollars for a GPU and an hour`
            : `Of ${gpu} no price is known.`,
        ),
        chart(points, {
          width: run.width,
          height: 10,
          say: (value) => `$${value.toFixed(4)}`,
          light: (text) => run.paint("dim", text),
        }),
        wrapped(
          foretold
            ? [
                `${days} days as they were, then ${ahead.length} hours as they are foretold.`,
                foretold.isStale && `Its price was last seen ${run.local(foretold.cutOffAt)}.`,
                foretold.verdictBecause,
              ]
                .filter(Boolean)
                .join(" ")
            : isRefused(forecast)
              ? forecast.message
              : "",
        ),
      ]
        .filter(Boolean)
        .join("\n"),
    { history, forecast: foretold, noForecast: isRefused(forecast) ? forecast.message : null },
  );
}

/** A forecast begins where its market was last seen; hours that are over by now are no forecast any more. */
export function hoursFrom(
  hour: Date,
  { at, median }: { at: readonly string[]; median: readonly string[] },
): ChartPoint[] {
  return median.flatMap((price, place) =>
    Date.parse(at[place] ?? "") >= hour.getTime() ? { value: Number(price), foretold: true } : [],
  );
}
