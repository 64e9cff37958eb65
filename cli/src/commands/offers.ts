import type { Command } from "commander";
import {
  OffersChangedDocument,
  OffersDocument,
  type OfferPartsFragment,
  ProvidersDocument,
  WhyNoOffersDocument,
} from "@berth/client-sdk";
import type { Run } from "../run.ts";
import { LiveScreen } from "../terminal/live-screen.ts";
import { type Column, table } from "../terminal/table.ts";
import { span } from "../terminal/time.ts";
import { doing, examples } from "./command.ts";
import { whole } from "../kept/settings.ts";

interface Options {
  first?: number;
  disk?: number;
  watch?: boolean;
}

export function addOffers(parent: Command, name = "offers"): void {
  const offers = parent
    .command(name)
    .description("what can be rented now, searched by one line as in the console")
    .argument("[search...]", "such as: h100 x8 <2.50/gpu region:us")
    .option("--first <count>", "how many, at most 100", whole(1, 100))
    .option("--disk <gb>", "the disk that all-in prices are for", whole(1, 16_384))
    .option("--watch", "stay, and show what changes");
  examples(
    offers,
    "berth offers h100",
    'berth offers rtx4090 "<0.50/gpu" sort:price',
    "berth offers --json x8 region:us",
  );
  doing<Options>(offers, showOffers);
}

async function showOffers(run: Run, words: string[], options: Options): Promise<void> {
  const text = words.join(" ");
  const asked = {
    ...(text && { text }),
    first: options.first ?? 20,
    diskGb: options.disk ?? run.settings.diskGb,
  };
  const { offers } = await run.ask(OffersDocument, asked);
  const shown = { search: offers.text, totalCount: offers.totalCount, offers: offers.nodes };
  if (options.watch) return watch(run, asked, offers.liveCursor, shown);
  if (offers.totalCount > 0 || run.json) {
    run.print(() => listed(run, shown.offers, shown.totalCount), shown);
    return;
  }
  const { offerSearchExplained: why } = await run.ask(WhyNoOffersDocument, text ? { text } : {});
  const give = why.cheapestRelaxation;
  run.print(
    [
      `None of ${why.listedCount} listed offers matches.`,
      give?.text && `To find ${give.offerCount}: ${give.says}. Try: berth offers ${quoted(give.text)}`,
    ]
      .filter(Boolean)
      .join("\n"),
    shown,
  );
}

async function watch(
  run: Run,
  { text, first, diskGb }: { text?: string; first: number; diskGb: number },
  after: string,
  begun: { search: string | null; totalCount: number; offers: readonly OfferPartsFragment[] },
): Promise<void> {
  const screen = new LiveScreen(run);
  let rows = new Map(begun.offers.map((offer) => [offer.id, offer]));
  let total = begun.totalCount;
  const show = (): void =>
    screen.show(() => listed(run, cheapest([...rows.values()]).slice(0, first), total));
  if (run.json) run.print("", { event: "offers", ...begun });
  else show();
  const frames = run.berth.follow(
    OffersChangedDocument,
    { ...(text && { text }), diskGb },
    { after, signal: run.signal, onLost: () => screen.away() },
  );
  for await (const { offersChanged: update } of frames) {
    if (update.__typename === "Resync") {
      const { offers } = await run.ask(OffersDocument, { ...(text && { text }), first, diskGb });
      rows = new Map(offers.nodes.map((offer) => [offer.id, offer]));
      total = offers.totalCount;
    } else if (update.__typename === "OffersSnapshot") {
      rows = new Map(update.offers.map((offer) => [offer.id, offer]));
      total = update.totalCount;
    } else {
      total = update.totalCount;
      for (const id of update.withdrawn) rows.delete(id);
      for (const offer of update.changed) rows.set(offer.id, offer);
      if (run.json)
        run.print("", {
          event: "changed",
          totalCount: total,
          changed: update.changed,
          withdrawn: update.withdrawn,
        });
      else if (!screen.repaints) sayChanges(run, update.changed, update.withdrawn);
    }
    if (screen.repaints) show();
  }
}

/** Where nothing can be painted over, a line for each change. */
function sayChanges(
  run: Run,
  changed: readonly OfferPartsFragment[],
  withdrawn: readonly (string | number)[],
): void {
  const at = run.local(run.hour.toISOString());
  const lines = [
    ...changed.map(
      (offer) =>
        `${at}  ${offer.id}  ${machine(offer)}  ${run.usd(offer.pricePerGpuHour)}/GPU-h` +
        (offer.previousPricePerGpuHour ? ` (was ${run.usd(offer.previousPricePerGpuHour)})` : ""),
    ),
    ...withdrawn.map((id) => `${at}  ${id}  gone`),
  ];
  if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
}

function cheapest(offers: readonly OfferPartsFragment[]): OfferPartsFragment[] {
  return offers.toSorted((a, b) => Number(a.pricePerGpuHour) - Number(b.pricePerGpuHour));
}

/** What people call providers, by their ids. */
export async function providerNames(run: Run): Promise<(id: string) => string> {
  const { providers } = await run.ask(ProvidersDocument, {});
  return (id) => providers.find((one) => one.id === id)?.name ?? id;
}

export function machine({
  gpu,
  gpuCount,
  kind,
}: Pick<OfferPartsFragment, "gpu" | "gpuCount" | "kind">): string {
  const interruptible = kind === "INTERRUPTIBLE" ? ", interruptible" : "";
  return `${gpuCount} × ${gpu.model}${gpu.socket ? ` ${gpu.socket}` : ""}${interruptible}`;
}

function listed(run: Run, offers: readonly OfferPartsFragment[], total: number): string {
  const columns: Column<OfferPartsFragment>[] = [
    { name: "OFFER", cell: ({ id }) => id },
    { name: "MACHINE", cell: machine },
    { name: "$/GPU·H", cell: ({ pricePerGpuHour }) => run.usd(pricePerGpuHour), right: true },
    {
      name: "ALL-IN $/H",
      cell: ({ allInPricePerHour }) => run.usd(allInPricePerHour),
      right: true,
      spare: 8,
    },
    { name: "VRAM", cell: ({ gpu }) => `${Math.round(gpu.vramGb)} GB`, right: true, spare: 6 },
    { name: "PROVIDER", cell: ({ provider }) => provider.name, spare: 5 },
    { name: "REGION", cell: ({ region, country }) => country ?? region, spare: 7 },
    { name: "RELIABLE", cell: ({ reliability }) => share(reliability), right: true, spare: 4 },
    { name: "STARTS", cell: ({ availability }) => share(availability.score), right: true, spare: 3 },
    {
      name: "SEEN",
      cell: ({ observedAt }) => `${span(run.hour.getTime() - Date.parse(observedAt))} ago`,
      right: true,
      spare: 1,
    },
  ];
  const rest = total - offers.length;
  const more =
    rest > 0 ? `\n${rest} more; --first 100 shows more, another word in the search shows fewer.` : "";
  return table(offers, columns, run.width) + more;
}

/** Rounded down: nothing is made certain that is not. */
function share(of: number | null): string {
  return of === null ? "–" : `${Math.floor(of * 100 + 1e-9)} %`;
}

/** As a shell takes it for one line of search. */
function quoted(text: string): string {
  return /^[\w.:,/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
