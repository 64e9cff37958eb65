import { z } from "zod";
import { SECOND } from "../clock.ts";
import { isContainer, type ContainerContract } from "../contracts/order.ts";
import { json, type Answer } from "../http/exchange.ts";
import { contractsOf } from "../world.ts";
import { instanceRow, type InstanceRow } from "./instance-row.ts";
import { skewOf } from "./instances.ts";
import { clausesOf, testOf } from "./query.ts";
import { badArguments } from "./refusals.ts";
import type { Visit } from "./visit.ts";

/** The old list gives everything at once; the new one in pages of at most 25, and a client must follow its token. */
const PAGE_MAX = 25;
const PAGE_OF_ZERO = 5;

export function listInstances(visit: Visit): Answer {
  const rows = visible(visit).map((contract) => instanceRow(visit.world, contract, skewOf(visit, "list")));
  return json(200, { instances_found: rows.length, instances: rows });
}

/** Lists may run behind: a contract can be read by its id before it is listed. */
function visible({ world, account }: Visit): ContainerContract[] {
  return contractsOf(world, account)
    .filter(isContainer)
    .filter(({ createdAt, fate }) => world.now >= createdAt + fate.listedAfterSeconds * SECOND);
}

/** Worked out when read, so the provider cannot filter by them. */
const computed: ReadonlySet<string> = new Set([
  "dph_total",
  "dph_base",
  "num_gpus",
  "duration",
  "gpu_frac",
  "gpu_total_ram",
  "gpu_totalram",
  "cpu_cores_effective",
  "storage_total_cost",
  "search",
  "instance",
]);

const Page = z.object({
  limit: z.coerce.number().int().default(PAGE_MAX),
  after_token: z.string().optional(),
  order_by: jsonOf(z.array(z.object({ col: z.string(), dir: z.string().default("asc") }))).default([]),
  select_cols: jsonOf(z.array(z.string())).default(["*"]),
  select_filters: jsonOf(z.record(z.string(), z.unknown())).default({}),
});

type Row = InstanceRow & Record<string, unknown>;

export function pageInstances(visit: Visit): Answer {
  const parsed = Page.safeParse(Object.fromEntries(visit.query));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw badArguments(`${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { limit, after_token, order_by, select_cols, select_filters } = parsed.data;
  const skew = skewOf(visit, "list");
  const all: Row[] = visible(visit).map((contract) => instanceRow(visit.world, contract, skew));
  const matching = all.filter(filterOf(select_filters));
  const ordered = matching.toSorted(orderOf(order_by, all[0]));
  const start = after_token === undefined ? 0 : placeAfter(ordered, after_token);
  const page = ordered.slice(start, start + (limit <= 0 ? PAGE_OF_ZERO : Math.min(limit, PAGE_MAX)));
  const last = page.at(-1);
  return json(200, {
    success: true,
    instances_found: page.length,
    total_instances: matching.length,
    label_counts: countLabels(matching),
    next_token: last && start + page.length < ordered.length ? tokenOf(last.id) : null,
    instances: select_cols.includes("*") ? page : page.map((row) => columnsOf(row, select_cols)),
  });
}

function filterOf(filters: Readonly<Record<string, unknown>>): (row: Row) => boolean {
  const clauses = Object.entries(filters).flatMap(([field, filter]) => {
    if (computed.has(field)) throw badArguments(`${field} is computed and cannot be filtered by`);
    return clausesOf(field, filter);
  });
  const tests = clauses.map((clause) => ({ field: clause.field, test: testOf(clause) }));
  return (row) => tests.every(({ field, test }) => test(row[field]));
}

/** The id breaks every tie, so that pages neither repeat nor skip. */
function orderOf(order: readonly { col: string; dir: string }[], sample: Row | undefined) {
  for (const { col } of order) {
    if (sample && !(col in sample)) throw badArguments(`no column ${col} to order by`);
  }
  return (one: Row, other: Row): number => {
    for (const { col, dir } of order) {
      const difference = compare(one[col], other[col]);
      if (difference !== 0) return dir === "desc" ? -difference : difference;
    }
    return one.id - other.id;
  };
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  const [left, right] = [JSON.stringify(one ?? ""), JSON.stringify(other ?? "")];
  return left < right ? -1 : Number(left > right);
}

function countLabels(rows: readonly Row[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { label } of rows) counts[label ?? ""] = (counts[label ?? ""] ?? 0) + 1;
  return counts;
}

function columnsOf(row: Row, columns: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

function tokenOf(id: number): string {
  return Buffer.from(JSON.stringify({ values: { id } })).toString("base64");
}

const Token = z.object({ values: z.object({ id: z.number().int() }) });

/** Where the page after the token's row begins. What was deleted meanwhile leaves its place to the next id. */
function placeAfter(rows: readonly Row[], token: string): number {
  const parsed = jsonOf(Token).safeParse(Buffer.from(token, "base64").toString("utf8"));
  if (!parsed.success) throw badArguments("after_token is not valid");
  const { id } = parsed.data.values;
  const place = rows.findIndex((row) => row.id === id);
  if (place >= 0) return place + 1;
  const next = rows.findIndex((row) => row.id > id);
  return next < 0 ? rows.length : next;
}

/** A query value that is JSON. */
function jsonOf<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("is not JSON");
        return z.NEVER;
      }
    })
    .pipe(schema as z.ZodType<z.output<Schema>>);
}
