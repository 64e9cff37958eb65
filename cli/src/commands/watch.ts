import type { Command } from "commander";
import {
  CostTicksDocument,
  SessionChangedDocument,
  type SessionPartsFragment,
  SessionsDocument,
  SessionVitalsDocument,
} from "@berth/client-sdk";
import type { Run } from "../run.ts";
import { left, stateSaid } from "../sessions/showing.ts";
import { LiveScreen } from "../terminal/live-screen.ts";
import { table } from "../terminal/table.ts";
import { doing, examples } from "./command.ts";

export function addWatch(program: Command): void {
  const watch = program
    .command("watch")
    .description("a live board of what runs: state, cost, GPU use, time left");
  examples(watch, "berth watch", "berth watch --json");
  doing(watch, watchSessions);
}

interface Board {
  sessions: Map<string, SessionPartsFragment>;
  costs: Map<string, string>;
  use: Map<string, number>;
  total: { cost: string; ratePerHour: string } | null;
}

async function watchSessions(run: Run): Promise<void> {
  const board: Board = { sessions: new Map(), costs: new Map(), use: new Map(), total: null };
  const screen = new LiveScreen(run);
  const show = (): void => {
    if (screen.repaints) screen.show(() => written(run, board));
  };
  const options = { signal: run.signal, onLost: () => screen.away() };
  // The first of them to fail ends all: a key that is revoked is revoked for each.
  await Promise.all([
    followSessions(run, board, options, show),
    followCosts(run, board, options, show),
    followVitals(run, board, options, show),
  ]);
}

type Following = { signal: AbortSignal; onLost: () => void };

async function followSessions(run: Run, board: Board, options: Following, show: () => void): Promise<void> {
  const { sessions } = await run.ask(SessionsDocument, { alive: true, first: 100 });
  const take = (all: readonly SessionPartsFragment[]): void => {
    for (const session of all) {
      if (session.endedAt) board.sessions.delete(session.id);
      else board.sessions.set(session.id, session);
      if (run.json) run.print("", { event: "session", session });
      else if (!process.stdout.isTTY) run.print(line(run, session), {});
    }
    show();
  };
  take(sessions.nodes);
  if (sessions.nodes.length === 0 && !run.json && !process.stdout.isTTY) run.print("Nothing runs.", {});
  const frames = run.berth.follow(SessionChangedDocument, {}, { ...options, after: sessions.liveCursor });
  for await (const { sessionChanged: update } of frames) {
    if (update.__typename === "SessionsDelta") take(update.changed);
    else {
      board.sessions.clear();
      take(
        update.__typename === "SessionsSnapshot"
          ? update.sessions
          : (await run.ask(SessionsDocument, { alive: true, first: 100 })).sessions.nodes,
      );
    }
  }
}

async function followCosts(run: Run, board: Board, options: Following, show: () => void): Promise<void> {
  for await (const { costTicks: tick } of run.berth.follow(CostTicksDocument, {}, options)) {
    board.total = tick;
    board.costs = new Map(tick.sessions.map(({ sessionId, cost }) => [sessionId, cost]));
    if (run.json) run.print("", { event: "cost", ...tick });
    show();
  }
}

async function followVitals(run: Run, board: Board, options: Following, show: () => void): Promise<void> {
  for await (const { sessionVitals: update } of run.berth.follow(SessionVitalsDocument, {}, options)) {
    // After a place that is too long ago each is told with its next heartbeat.
    if (update.__typename === "Resync") continue;
    const told = update.__typename === "SessionVitalsSnapshot" ? update.machines : update.changed;
    for (const { sessionId, vitals } of told) {
      const uses = vitals?.gpus.flatMap(({ utilisation }) => utilisation ?? []) ?? [];
      if (uses.length > 0)
        board.use.set(sessionId, uses.reduce((total, one) => total + one, 0) / uses.length);
      if (run.json) run.print("", { event: "vitals", sessionId, vitals });
    }
    show();
  }
}

function line(run: Run, { id, state, gpuCount, gpuModel, cost }: SessionPartsFragment): string {
  return `${run.local(run.hour.toISOString())}  ${id}  ${stateSaid(state)}  ${gpuCount} × ${gpuModel}  ${run.usd(cost)}`;
}

function written(run: Run, { sessions, costs, use, total }: Board): string {
  const rows = [...sessions.values()];
  const head = total
    ? `${rows.length} running, ${run.usd(total.ratePerHour)} an hour, ${run.usd(total.cost)} so far`
    : `${rows.length} running`;
  if (rows.length === 0) return "Nothing runs. `berth session start h100` starts something.";
  return [
    head,
    "",
    table(
      rows,
      [
        { name: "SESSION", cell: ({ id }) => id },
        { name: "STATE", cell: ({ state, isEnding }) => (isEnding ? "ending" : stateSaid(state)) },
        { name: "COST", cell: ({ id, cost }) => run.usd(costs.get(id) ?? cost), right: true },
        { name: "MACHINE", cell: ({ gpuCount, gpuModel }) => `${gpuCount} × ${gpuModel}`, spare: 4 },
        {
          name: "GPU",
          cell: ({ id }) => (use.has(id) ? `${Math.round(use.get(id) ?? 0)} %` : "–"),
          right: true,
          spare: 6,
        },
        { name: "LEFT", cell: (session) => left(run, session), right: true, spare: 5 },
        { name: "FOR", cell: ({ consumer }) => consumer ?? "–", spare: 1 },
      ],
      run.width,
    ),
  ].join("\n");
}
