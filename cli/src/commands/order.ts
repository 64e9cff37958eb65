import { orderWords } from "@berth/client-sdk/words";
import type { Command } from "commander";
import {
  BestWindowsDocument,
  CancelOrderDocument,
  isRefused,
  type OrderPartsFragment,
  OrdersDocument,
  ScheduleOrderDocument,
} from "@berth/client-sdk";
import { Ended, refused } from "../ended.ts";
import { publicKeyFor } from "../kept/key-pair.ts";
import { amount, whole } from "../kept/settings.ts";
import type { Run } from "../run.ts";
import { readSpendable, spendableFacts } from "../spendable.ts";
import { facts, table } from "../terminal/table.ts";
import { doing, examples, spending, spendOnce, type SpendingOptions } from "./command.ts";
import { findTemplate } from "./session-templates.ts";
import { addSetUpOptions, machineOf, type SetUpOptions } from "./set-up.ts";

interface Options extends SpendingOptions, SetUpOptions {
  by: string;
  budget: string;
  hours?: number;
  gpus?: number;
  region?: string;
  template?: string;
  consumer?: string;
  publicKey?: string;
}

/** Standing orders: jobs that may wait for a better price, and start by themselves. */
export function addOrder(program: Command): void {
  const order = program
    .command("order")
    .description("jobs that wait for their price, and start by themselves");

  const create = order
    .command("create")
    .description("have it started in the cheapest hour there is, in time to be over by then, or not at all")
    .argument("<gpu>", "such as H100")
    .requiredOption("--by <time>", "when it must be over, such as +2d")
    .requiredOption("--budget <usd>", "the most that all of it may cost; set aside while it waits", amount)
    .option("--hours <hours>", "how long it runs, 1 to 12", whole(1, 12))
    .option("--gpus <count>", "how many GPUs", whole(1, 64))
    .option("--region <place>", "where it has to be: a region, a country's letters")
    .option("--template <name>", "set it up as this template says, where nothing else is said")
    .option("--consumer <name>", "whom its cost is put down to")
    .option("--public-key <file>", "the public key that is let in; berth makes a pair when there is none");
  spending(addSetUpOptions(create));
  examples(
    create,
    "berth order create H100 --hours 6 --by +2d --budget 30 --dry-run",
    "berth order create RTX4090 --hours 4 --by +1d --budget 5 --template training --dry-run",
  );
  doing<Options>(create, createOrder);

  const list = order
    .command("list", { isDefault: true })
    .description("those that wait, and what became of the others; the latest first");
  examples(list, "berth order list", "berth order list --json");
  doing(list, showOrders);

  const cancel = order
    .command("cancel")
    .description("end one that waits; its budget is free again")
    .argument("<id>", "its id");
  examples(cancel, "berth order cancel flx_… --yes");
  doing(cancel, cancelOrder);
}

async function createOrder(run: Run, [gpu = ""]: string[], options: Options): Promise<void> {
  const { json: _j, yes: _y, dryRun, key, ...typed } = options as Options & { json?: boolean; yes?: boolean };
  const result = await spendOnce(run, {
    typed: ["order create", gpu, typed],
    options: { ...(dryRun && { dryRun }), ...(key && { key }) },
    async preview() {
      const deadlineAt = await run.instant(options.by);
      const wanted = {
        gpu,
        gpuCount: options.gpus ?? 1,
        hours: options.hours ?? run.settings.hours,
        deadlineAt,
        budget: options.budget,
        ...(options.region && { region: options.region }),
      };
      const template = options.template === undefined ? null : await findTemplate(run, options.template);
      const machine = machineOf(run, options, template);
      return {
        ...(await previewOf(run, wanted)),
        question: "Have it wait and start by itself?",
        variables: () => ({
          input: { ...wanted, ...machine, publicKey: publicKeyFor(run, options.publicKey) },
        }),
      };
    },
    ask: async (variables, idempotencyKey) =>
      (await run.ask(ScheduleOrderDocument, { ...variables, idempotencyKey })).scheduleFlexibleJob,
  });
  if (!result) return;
  const { job, replayed } = result;
  run.print(
    `Ordered as ${job.id}. It is looked at each hour, and starts ${run.both(job.freezeAt)} at the latest, or never.`,
    { replayed, order: job },
  );
}

interface Wanted {
  gpu: string;
  gpuCount: number;
  hours: number;
  deadlineAt: string;
  budget: string;
}

async function previewOf(
  run: Run,
  wanted: Wanted,
): Promise<{ says: string; facts: Record<string, unknown> }> {
  const { gpu, gpuCount, hours, deadlineAt, budget } = wanted;
  const spendable = await readSpendable(run);
  const { bestWindows: found } = await run.ask(BestWindowsDocument, {
    input: { gpu, gpuCount, durationHours: hours, deadlineAt },
    first: 1,
  });
  const best = isRefused(found) ? null : (found.windows[0] ?? null);
  return {
    says: facts(
      [
        ["job", `${hours} h of ${gpuCount} × ${gpu}, over by ${run.both(deadlineAt)}`],
        ["at most", `${run.usd(budget)}; that much is held while it waits`],
        ...spendableFacts(run, spendable, budget),
        [
          "foretold",
          isRefused(found)
            ? found.message
            : best
              ? `${run.usd(best.expected)} from ${run.both(best.startsAt)}${spread(run, best)}`
              : "no window before then would do",
        ],
      ],
      run.width,
    ),
    facts: { wanted, ...spendable, best },
  };
}

/** What starts at once is listed, so that is certain. */
function spread(run: Run, { low80, high80 }: { low80: string; high80: string }): string {
  return low80 === high80 ? "" : `, four times of five between ${run.usd(low80)} and ${run.usd(high80)}`;
}

async function showOrders(run: Run): Promise<void> {
  const { flexibleJobs } = await run.ask(OrdersDocument, {});
  const { nodes, pageInfo } = flexibleJobs;
  run.print(
    () =>
      table(
        nodes,
        [
          { name: "ORDER", cell: ({ id }) => id },
          { name: "STATE", cell: ({ state }) => orderWords[state].toLowerCase() },
          {
            name: "JOB",
            cell: ({ hours, gpuCount, gpuModel, gpuSocket }) =>
              [`${hours} h of ${gpuCount} × ${gpuModel}`, gpuSocket].filter(Boolean).join(" "),
            spare: 5,
          },
          { name: "OVER BY", cell: ({ deadlineAt }) => run.local(deadlineAt) },
          { name: "AT MOST", cell: ({ budget }) => run.usd(budget), right: true },
          { name: "BEGAN AS", cell: beganAs, spare: 3 },
          { name: "WHY", cell: ({ because }) => because, spare: 1 },
        ],
        run.width,
      ) ||
      "Nothing waits. `berth order create H100 --hours 6 --by +2d --budget 30` has a job wait for its price.",
    { orders: nodes, hasMore: pageInfo.hasNextPage },
  );
}

const beganAs = ({ sessionId, reservationId }: OrderPartsFragment) => sessionId ?? reservationId ?? "–";

async function cancelOrder(run: Run, [id = ""]: string[]): Promise<void> {
  await run.confirm(`Cancel ${id}?`);
  const { cancelFlexibleJob: result } = await run.ask(CancelOrderDocument, { flexibleJobId: id });
  if (isRefused(result)) throw refused(result);
  if (result.state !== "CANCELLED")
    throw new Ended(
      "refused",
      `It does not wait any more: it is ${orderWords[result.state].toLowerCase()}.`,
      {
        code: "TooLate",
      },
    );
  run.print(`It is cancelled, and ${run.usd(result.budget)} are free again.`, { order: result });
}
