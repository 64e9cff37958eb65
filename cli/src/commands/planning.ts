import type { Command } from "commander";
import { BestWindowsDocument, BudgetsDocument, FleetAuditDocument, isRefused } from "@berth/client-sdk";
import { Ended, refused } from "../ended.ts";
import { whole } from "../kept/settings.ts";
import type { Run } from "../run.ts";
import { table } from "../terminal/table.ts";
import { doing, examples } from "./command.ts";
import { providerNames } from "./offers.ts";

export function addPlanning(program: Command): void {
  const budget = program.command("budget").description("limits, and how much of each is spent");
  examples(budget, "berth budget", "berth budget --json");
  doing(budget, showBudgets);

  const forecast = program.command("forecast").description("what prices are thought to become");
  const best = forecast
    .command("best")
    .description("when a job is cheapest, against starting at once")
    .argument("<gpu>", "such as H100")
    .requiredOption("--hours <hours>", "how long it runs")
    .option("--by <time>", "when it must be over; in three days when left out", "+3d")
    .option("--gpus <count>", "how many GPUs", whole(1, 64))
    .option("--first <count>", "how many windows", whole(1, 10));
  examples(best, "berth forecast best H100 --hours 6 --by +2d");
  doing<BestOptions>(best, showBest);

  const fleet = program.command("fleet").description("for those who run this Berth");
  const audit = fleet
    .command("audit")
    .description("what providers list, against what Berth believes it has there");
  examples(audit, "berth fleet audit --json");
  doing(audit, showAudit);
}

async function showBudgets(run: Run): Promise<void> {
  const { budgets } = await run.ask(BudgetsDocument, {});
  run.print(
    () =>
      table(
        budgets,
        [
          { name: "BUDGET", cell: ({ name }) => name },
          { name: "OF", cell: ({ scope, scopeValue }) => scopeValue ?? scope.toLowerCase(), spare: 3 },
          { name: "SPENT", cell: ({ standing }) => run.usd(standing.spent), right: true },
          {
            name: "LIMIT",
            cell: ({ limit, period }) => `${run.usd(limit)} a ${period.toLowerCase()}`,
            right: true,
          },
          { name: "%", cell: ({ standing }) => String(Math.floor(standing.percent)), right: true, spare: 6 },
          { name: "IN FORCE", cell: ({ measure }) => measure?.toLowerCase() ?? "–", spare: 5 },
          { name: "RENEWS", cell: ({ standing }) => run.local(standing.periodEndsAt), spare: 2 },
        ],
        run.width,
      ) || "There is no budget. The console makes one under Budgets.",
    { budgets },
  );
}

interface BestOptions {
  hours: string;
  by: string;
  gpus?: number;
  first?: number;
}

async function showBest(run: Run, [gpu = ""]: string[], options: BestOptions): Promise<void> {
  const durationHours = Number(options.hours);
  if (!(durationHours > 0)) throw new Ended("usage", `“${options.hours}” is no number of hours.`);
  const deadlineAt = await run.instant(options.by);
  const { bestWindows: result } = await run.ask(BestWindowsDocument, {
    input: { gpu, durationHours, deadlineAt, gpuCount: options.gpus ?? 1 },
    first: options.first ?? 5,
  });
  if (isRefused(result)) throw refused(result);
  const { startNow, windows } = result;
  const nameOf = await providerNames(run);
  run.print(
    () =>
      [
        startNow &&
          `Starting at once, on demand: ${run.usd(startNow.expected)}, ${nameOf(startNow.series.providerId)}.`,
        table(
          windows,
          [
            { name: "FROM", cell: ({ startsAt }) => run.both(startsAt) },
            { name: "EXPECTED", cell: ({ expected }) => run.usd(expected), right: true },
            {
              name: "4 OF 5 TIMES",
              // What starts at once is listed, so that is certain.
              cell: ({ low80, high80 }) =>
                low80 === high80 ? run.usd(low80) : `${run.usd(low80)} to ${run.usd(high80)}`,
              spare: 4,
            },
            { name: "SAVES", cell: ({ saving }) => run.usd(saving), right: true, spare: 6 },
            { name: "WHERE", cell: ({ series }) => series.region ?? nameOf(series.providerId), spare: 3 },
            { name: "WHY", cell: ({ because }) => because, spare: 1 },
          ],
          run.width,
        ) || "No window before then would do.",
      ]
        .filter(Boolean)
        .join("\n"),
    { deadlineAt, startNow, windows },
  );
}

async function showAudit(run: Run): Promise<void> {
  const { fleetAudit } = await run.ask(FleetAuditDocument, {});
  run.print(
    () =>
      table(
        fleetAudit,
        [
          { name: "PROVIDER", cell: ({ providerId }) => providerId },
          { name: "BELIEVED", cell: ({ believed }) => String(believed), right: true },
          { name: "ASKED", cell: ({ asked }) => String(asked), right: true, spare: 4 },
          { name: "ENDING", cell: ({ ending }) => String(ending), right: true, spare: 5 },
          { name: "ORPHANS LEFT", cell: ({ orphansLeft }) => String(orphansLeft), right: true },
          {
            name: "TRIES MOST",
            cell: ({ destroyTriesMost }) => String(destroyTriesMost),
            right: true,
            spare: 3,
          },
          { name: "LOOKED", cell: ({ lookedAt }) => (lookedAt ? run.local(lookedAt) : "never"), spare: 2 },
        ],
        run.width,
      ),
    { providers: fleetAudit },
  );
}
