import { type Command, Option } from "commander";
import {
  type Berth,
  type CreditMovement,
  OwnBillsTotalDocument,
  ReservationsDocument,
  SessionsDocument,
  StatementDocument,
  type StatementQuery,
} from "@berth/client-sdk";
import type { Run } from "../run.ts";
import { readInstant } from "../terminal/instant.ts";
import { sumUsd } from "@berth/client-sdk/money";
import { table } from "../terminal/table.ts";
import { doing, examples } from "./command.ts";

type By = "session" | "consumer" | "gpu" | "day" | "month";
interface Options {
  by: By;
  from?: string;
  to?: string;
}
type Line = StatementQuery["statement"]["nodes"][number];

const spentKinds: CreditMovement[] = ["CAPTURE", "REFUND"];

/** What a session or a reservation was for. */
interface Spender {
  what: string;
  consumer: string | null;
  gpu: string;
}

export function addCosts(program: Command): void {
  const costs = program
    .command("costs")
    .description("what was spent, as the ledger has it, put together as you like")
    .addOption(
      new Option("--by <what>", "put together by")
        .choices(["session", "consumer", "gpu", "day", "month"])
        .default("session"),
    )
    .option("--from <time>", "since when; the beginning of the month when left out")
    .option("--to <time>", "until when");
  examples(
    costs,
    "berth costs",
    "berth costs --by day --json",
    "berth costs --by consumer --from 2026-11-01",
  );
  doing<Options>(costs, showCosts);
}

async function showCosts(run: Run, _args: string[], { by, from, to }: Options): Promise<void> {
  const zone = run.settings.timeZone;
  const since = from ? await run.instant(from) : monthsBeginning(await run.now(), zone);
  const until = to ? await run.instant(to) : null;
  const lines = await spentLines(run, since, until);
  const spenders = by === "day" || by === "month" ? new Map<string, Spender>() : await allSpenders(run);
  const groups = new Map<string, { amounts: string[]; count: Set<string> }>();
  for (const line of lines) {
    const name = nameOf(line, by, spenders.get(line.subject ?? ""), zone);
    const group = groups.get(name) ?? { amounts: [], count: new Set() };
    group.amounts.push(line.kind === "REFUND" ? `-${line.amount}` : line.amount);
    group.count.add(line.subject ?? line.id);
    groups.set(name, group);
  }
  const costs = [...groups]
    .map(([name, { amounts, count }]) => ({ name, cost: sumUsd(amounts), things: count.size }))
    .toSorted((a, b) =>
      by === "day" || by === "month" ? a.name.localeCompare(b.name) : Number(b.cost) - Number(a.cost),
    );
  const total = sumUsd(costs.map(({ cost }) => cost));
  const { ownBills } = await run.ask(OwnBillsTotalDocument, { from: since, ...(until && { to: until }) });
  const besides =
    Number(ownBills.total) > 0
      ? `\nBesides, providers bill ${run.usd(ownBills.total)} to your own accounts there.`
      : "";
  run.print(
    () =>
      (costs.length === 0
        ? `Nothing was spent since ${run.both(since)}.`
        : table(
            [...costs, { name: "total", cost: total, things: 0 }],
            [
              { name: by.toUpperCase(), cell: ({ name }) => name },
              { name: "COST", cell: ({ cost }) => run.usd(cost), right: true },
              {
                name: "THINGS",
                cell: ({ things }) => (things > 0 ? String(things) : ""),
                right: true,
                spare: 1,
              },
            ],
            run.width,
          )) + besides,
    { by, from: since, to: until, total, costs, ownBills: ownBills.total },
  );
}

/** Of what was refunded, the amount counts against what was spent. */
async function spentLines(run: Run, from: string, to: string | null): Promise<Line[]> {
  const lines: Line[] = [];
  for (let after: string | null = null; ;) {
    const { statement }: StatementQuery = await run.ask(StatementDocument, {
      from,
      ...(to && { to }),
      kinds: spentKinds,
      first: 100,
      after,
    });
    lines.push(...statement.nodes);
    after = statement.pageInfo.endCursor;
    if (!statement.pageInfo.hasNextPage) return lines;
  }
}

async function allSpenders(run: Run): Promise<Map<string, Spender>> {
  const { berth } = run;
  const [sessions, reservations] = await Promise.all([allSessions(berth), allReservations(berth)]);
  return new Map([...sessions, ...reservations]);
}

async function allSessions(berth: Berth): Promise<[string, Spender][]> {
  const { sessions } = await berth.ask(SessionsDocument, { first: 100 });
  const all = [...sessions.nodes];
  for (let page = sessions.pageInfo; page.hasNextPage;) {
    const next = (await berth.ask(SessionsDocument, { first: 100, after: page.endCursor })).sessions;
    all.push(...next.nodes);
    page = next.pageInfo;
  }
  return all.map(({ id, gpuCount, gpuModel, consumer }) => [
    id,
    { what: `${id} (${gpuCount} × ${gpuModel})`, consumer, gpu: gpuModel },
  ]);
}

async function allReservations(berth: Berth): Promise<[string, Spender][]> {
  const { reservations } = await berth.ask(ReservationsDocument, { first: 100 });
  const all = [...reservations.nodes];
  for (let page = reservations.pageInfo; page.hasNextPage;) {
    const next = (await berth.ask(ReservationsDocument, { first: 100, after: page.endCursor })).reservations;
    all.push(...next.nodes);
    page = next.pageInfo;
  }
  return all.map(({ id, gpus, pool, consumer }) => [
    id,
    { what: `${id} (${gpus} × ${pool.gpuModel}, booked)`, consumer, gpu: pool.gpuModel },
  ]);
}

function nameOf(line: Line, by: By, spender: Spender | undefined, timeZone: string): string {
  switch (by) {
    case "session":
      return spender?.what ?? line.subject ?? line.note;
    case "consumer":
      return spender?.consumer ?? "nobody in particular";
    case "gpu":
      return spender?.gpu ?? "other";
    case "day":
    case "month":
      return new Intl.DateTimeFormat("sv-SE", { timeZone })
        .format(new Date(line.at))
        .slice(0, by === "day" ? 10 : 7);
  }
}

/** On the wall clock of the zone: the days that costs are put together by are its days. */
export function monthsBeginning(now: Date, timeZone: string): string {
  const month = new Intl.DateTimeFormat("sv-SE", { timeZone }).format(now).slice(0, 7);
  return readInstant(`${month}-01`, timeZone, now);
}
