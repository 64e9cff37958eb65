import { z } from "zod";
import { HOUR, SECOND } from "../clock.ts";
import { billBetween } from "../contracts/bill.ts";
import type { Contract } from "../contracts/contract.ts";
import { everyContract } from "../contracts/credit.ts";
import { json, type Answer } from "../http/exchange.ts";
import { dollars } from "../money.ts";
import { badArguments } from "./refusals.ts";
import type { Visit } from "./visit.ts";

/** What each contract cost in a stretch of time, in dollars of three decimals: gpu, disk, bytes down and up. */
const PAGE_USUAL = 20;
const PAGE_MAX = 500;

const Filters = z.object({
  day: z.object({ gte: z.coerce.number(), lte: z.coerce.number() }),
  type: z.object({ in: z.array(z.string()) }).optional(),
});

const Query = z.object({
  limit: z.coerce.number().int().min(1).default(PAGE_USUAL),
  latest_first: z.enum(["true", "false"]).default("true"),
  after_token: z.string().regex(/^\d+$/, "is not valid").optional(),
});

export function charges({ world, account, query }: Visit): Answer {
  const { day, type } = parseFilters(query.get("select_filters"));
  const page = Query.safeParse(Object.fromEntries(query));
  if (!page.success)
    throw badArguments(`${page.error.issues[0]?.path.join(".")}: ${page.error.issues[0]?.message}`);
  const { limit, latest_first, after_token } = page.data;
  const from = day.gte * SECOND;
  const to = Math.min(day.lte * SECOND, world.now);
  const isWanted = type === undefined || type.in.includes("instance");

  const rows = (isWanted ? [...everyContract(world)].filter((contract) => contract.account === account) : [])
    .map((contract) => rowOf(contract, from, to))
    .filter((row) => row !== null)
    .toSorted((one, other) => (latest_first === "true" ? other.start - one.start : one.start - other.start));
  const begin = Number(after_token ?? 0);
  const results = rows.slice(begin, begin + Math.min(limit, PAGE_MAX));
  const end = begin + results.length;
  return json(200, {
    success: true,
    count: results.length,
    total: rows.length,
    next_token: end < rows.length ? String(end) : null,
    results,
  });
}

function parseFilters(text: string | null): z.infer<typeof Filters> {
  let filters: unknown;
  try {
    filters = JSON.parse(text ?? "{}");
  } catch {
    throw badArguments("select_filters is not JSON");
  }
  const parsed = Filters.safeParse(filters);
  if (!parsed.success) throw badArguments("select_filters needs day with gte and lte");
  return parsed.data;
}

function rowOf(contract: Contract, from: number, to: number) {
  const bill = billBetween(contract, from, to);
  if (bill.total === 0n) return null;
  const start = Math.max(from, contract.createdAt) / SECOND;
  const end = Math.min(to, contract.segments.at(-1)?.to ?? to) / SECOND;
  const item = (type: string, amount: bigint, description: string) => ({
    start,
    end,
    type,
    source: null,
    description,
    amount: threeDecimals(amount),
    metadata: {},
    items: [],
  });
  const gpuHours =
    contract.gpuRate === 0 ? 0 : Number((bill.gpu * 1_000n) / BigInt(contract.gpuRate)) / 1_000;
  return {
    start,
    end,
    type: "instance",
    source: `instance-${contract.id}`,
    description: `Instance ${contract.id} Charges - ${Math.max(1, Math.ceil((end - start) / ((24 * HOUR) / SECOND)))} days`,
    amount: threeDecimals(bill.total),
    metadata: { template_id: null, label: contract.order.label },
    items: [
      item("gpu", bill.gpu, `${gpuHours.toFixed(3)} hours at $${dollars(contract.gpuRate).toFixed(3)}/hour`),
      item("disk", bill.disk, `${contract.order.diskGb} GB`),
      item("bwd", bill.down, "download"),
      item("bwu", bill.up, "upload"),
    ].filter(({ amount }) => amount > 0),
  };
}

function threeDecimals(amount: bigint): number {
  return Math.round(dollars(amount) * 1_000) / 1_000;
}
