import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { accountIdOf } from "../accounts/index.ts";
import { type Route, sendJson } from "../http/route.ts";
import { type Ctx, makeContext, type Platform } from "../platform/context.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import type { Actor, Credentials } from "../values/actor.ts";
import { formatUsd } from "../values/money.ts";
import { may } from "../values/permission.ts";
import { type Amounts, balanceRow, csvHead, csvRow } from "./rules/statement-csv.ts";
import { type Period, readPeriod, readStatement, type StatementLine } from "./store/reading.ts";

const PATH = "/api/statement.csv";
const LINES_A_READ = 1_000;

/** The statement of the reader's account as a file: every transaction, however many. */
export function statementRoute(options: {
  platform: Platform;
  identify(credentials: Credentials): Promise<Actor>;
  linesARead?: number;
}): Route {
  return {
    path: PATH,
    async answer(request, response) {
      try {
        await answer(options, request, response);
      } catch (error) {
        // Half a statement is worse than none: the connection breaks, and the file with it.
        if (response.headersSent) return void response.destroy(error as Error);
        if (!isUnavailable(error)) throw error;
        response.setHeader("retry-after", "1");
        refuse(
          response,
          503,
          "UNAVAILABLE",
          "Berth cannot reach its database at the moment. Try again shortly.",
        );
      }
    },
  };
}

async function answer(
  { platform, identify, linesARead = LINES_A_READ }: Parameters<typeof statementRoute>[0],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "GET") {
    response.setHeader("allow", "GET");
    return refuse(response, 405, "BAD_REQUEST", "Ask for a statement by GET.");
  }
  const actor = await identify(request.headers);
  if (actor.kind === "nobody")
    return refuse(response, 401, "UNAUTHENTICATED", "Sign in, or send an API key.");
  if (!may(actor, "credits.read"))
    return refuse(response, 403, "FORBIDDEN", "This key's scopes do not allow it.");
  const period = readQuery(new URL(request.url ?? "", "http://berth"));
  if (!period)
    return refuse(response, 400, "BAD_REQUEST", "from and to are instants, and from is before to.");
  const ctx = makeContext(platform, actor);
  response.writeHead(200, {
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": `attachment; filename="berth-statement.csv"`,
  });
  for await (const text of csvOf(ctx, accountIdOf(ctx), period, linesARead)) {
    if (!response.write(text) && !response.destroyed) await once(response, "drain");
  }
  response.end();
}

async function* csvOf(
  ctx: Ctx,
  accountId: string,
  period: Period,
  linesARead: number,
): AsyncGenerator<string> {
  const { opening, closing, upTo } = await readPeriod(ctx, accountId, period);
  const total: Amounts = { available: 0n, held: 0n, pending: 0n };
  yield csvHead() + csvRow(balanceRow("opening", period.from?.toISOString() ?? "", total, opening));
  for (let after = 0n; ;) {
    const lines = await readStatement(ctx, accountId, {
      ...period,
      order: "oldest",
      after,
      before: upTo + 1n,
      limit: linesARead,
    });
    for (const { changes } of lines) {
      total.available += changes.available ?? 0n;
      total.held += changes.held ?? 0n;
      total.pending += changes.pending ?? 0n;
    }
    yield lines.map((line) => csvRow(toRow(line))).join("");
    if (lines.length < linesARead) break;
    after = lines.at(-1)?.seq ?? after;
  }
  yield csvRow(balanceRow("closing", period.to?.toISOString() ?? "", total, closing));
}

function toRow(line: StatementLine) {
  const { changes } = line;
  return {
    at: line.at.toISOString(),
    kind: line.kind,
    note: line.note,
    for: line.purpose ?? "",
    by: line.actorName,
    available_change: formatUsd(changes.available ?? 0n),
    held_change: formatUsd(changes.held ?? 0n),
    pending_change: formatUsd(changes.pending ?? 0n),
    available_after: formatUsd(line.available),
    held_after: formatUsd(line.held),
    pending_after: formatUsd(line.pending),
    transaction: line.id,
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function readQuery({ searchParams }: URL): Period | null {
  const read = (name: string) => {
    const text = searchParams.get(name);
    if (text === null || text === "") return null;
    const instant = new Date(text);
    return INSTANT.test(text) && !Number.isNaN(instant.getTime()) ? instant : undefined;
  };
  const [from, to] = [read("from"), read("to")];
  if (from === undefined || to === undefined || (from && to && from >= to)) return null;
  return { from, to };
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });
}
