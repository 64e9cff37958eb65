import type { Contract } from "../../../../simulator/src/contracts/contract.ts";
import { findBreaches } from "../../credits/store/invariants.ts";
import { readMark } from "../../providers/mark.ts";
import { isOver } from "../../sessions/rules/lifecycle.ts";
import { listMachinesOf, listStretches, type MachineRow } from "../../sessions/store/machines.ts";
import { listSessions, type SessionRow } from "../../sessions/store/sessions.ts";
import { LONGEST_CREATE_MS } from "../../sessions/work.ts";
import { nothingYet, reconcile, type Reconciled } from "./bill.ts";
import type { Life } from "./people.ts";

/** What came of a life, in sums that are added up, and all that should not have been. */
export interface Verdict {
  breaches: string[];
  sessions: number;
  ready: number;
  /** Those for which nothing but a fraction of a micro-dollar lies between the bill for when it was ready and the charge. */
  alike: number;
  bill: Reconciled;
}

export function sums(verdicts: readonly Verdict[]): Reconciled {
  return verdicts.reduce((sum, { bill }) => add(sum, bill), nothingYet);
}

function add(sum: Reconciled, one: Reconciled): Reconciled {
  const names = Object.keys(nothingYet) as (keyof Reconciled)[];
  return Object.fromEntries(names.map((name) => [name, sum[name] + one[name]])) as unknown as Reconciled;
}

export function inWords(verdicts: readonly Verdict[]): string {
  const count = (of: (verdict: Verdict) => number) => verdicts.reduce((sum, verdict) => sum + of(verdict), 0);
  const rows = Object.entries(sums(verdicts)).map(([name, micros]) => `  ${name.padEnd(12)} ${micros}`);
  return [
    `${count(({ sessions }) => sessions)} sessions of ${verdicts.length} seeds; ${count(({ ready }) => ready)} were ready, ` +
      `of which ${count(({ alike }) => alike)} were charged just what the provider billed. In micro-dollars:`,
    ...rows,
  ].join("\n");
}

/** Looks at how things stand when the dust has settled. The truth is the simulated cloud's own account. */
export async function judge({ universe, person, started }: Life): Promise<Verdict> {
  const ctx = universe.world.ctx();
  const { accountId } = person;
  const sessions = await listSessions(ctx, accountId, { alive: null, after: null, limit: 200 });
  const machines = await listMachinesOf(
    ctx,
    sessions.map(({ id }) => id),
  );
  const stretches = await listStretches(
    ctx,
    sessions.map(({ id }) => id),
  );
  const contracts = universe.cloud.contracts();
  const breaches = [
    ...universe.strange,
    ...(await findBreaches(ctx, accountId)).map((breach) => JSON.stringify(breach)),
  ];
  let bill = nothingYet;
  let alike = 0;

  for (const { order, phase, id } of contracts) {
    if (phase !== "gone" && readMark(order.label)) breaches.push(`machine ${id} is left at the cloud`);
  }
  const foreign = new Set(
    contracts.filter(({ order }) => !readMark(order.label)).map(({ id }) => String(id)),
  );
  for (const line of universe.history) {
    const id = /DELETE \/api\/v0\/instances\/(\d+)/.exec(line)?.[1];
    if (id && foreign.has(id)) breaches.push(`machine ${id} is somebody else's and was to end`);
  }
  if (sessions.length !== started.size || sessions.some(({ id }) => !started.has(id)))
    breaches.push(`${sessions.length} sessions were made for ${started.size} that were asked for`);
  for (const { id, state } of machines) {
    if (state !== "over") breaches.push(`${id} is believed to be there`);
  }

  for (const session of sessions) {
    const breach = (what: string) => breaches.push(`${session.id}: ${what}`);
    for (const what of breachesOf(session)) breach(what);
    const own = stretches.filter(({ sessionId }) => sessionId === session.id);
    const marked = contracts.filter(({ order }) => readMark(order.label)?.session === session.id);
    const served = servedBy(own[0]?.machineId, machines, contracts);
    const askedAt = machines.find(({ id }) => id === own[0]?.machineId)?.askedAt.getTime() ?? 0;
    const looksCount = Math.max(universe.stormEndsAt, askedAt + LONGEST_CREATE_MS);
    const { sums, breaches: unlike } = reconcile({
      session,
      stretches: own,
      contracts: marked,
      served,
      now: universe.stage.nowMs,
      isLook: (at) => universe.looks.some(({ askedAt }) => askedAt === at),
      lookedBetween: (from, to) =>
        universe.looks.some(
          ({ askedAt, isAnswered }) => isAnswered && askedAt > Math.max(from, looksCount) && askedAt < to,
        ),
    });
    for (const what of unlike) breach(what);
    if (universe.isCalm && sums.seenLate !== 0n)
      breach(`${sums.seenLate} was seen late, though all was calm`);
    bill = add(bill, sums);
    if (session.readyAt && sums.seenLate === 0n && sums.holdsEnd === 0n) alike += 1;
    const endingAt = universe.endingAt.get(session.id) ?? null;
    const wasEnded = session.readyAt && endingAt !== null && served;
    if (wasEnded && !universe.mayDeny) for (const what of untimely(session, endingAt, served)) breach(what);
  }

  const [books] = await universe.world.database.sql<{ held: string; spent: string }[]>`
    select held, spent from credit_balances where account_id = ${accountId}`;
  if (String(books?.held) !== "0") breaches.push(`${books?.held} is held for nothing`);
  if (String(books?.spent) !== String(bill.charged))
    breaches.push(`the ledger has ${books?.spent} and the sessions ${bill.charged}`);
  const ready = sessions.filter(({ readyAt }) => readyAt !== null).length;
  return { breaches, sessions: sessions.length, ready, alike, bill };
}

function breachesOf(session: SessionRow): string[] {
  const { state, reason, sealedAccess, agentTokenHash, settledMicros, heldMicros, endsAt, longestUntil } =
    session;
  return [
    ...(isOver(state) ? [] : [`is ${state}`]),
    ...(reason === null ? ["ended for no reason"] : []),
    ...(sealedAccess !== null || agentTokenHash !== null ? ["still has ways in"] : []),
    ...(settledMicros > heldMicros ? ["cost more than was held"] : []),
    ...(endsAt && longestUntil && endsAt > longestUntil ? ["was to last longer than it may"] : []),
  ];
}

/** The machine whose time was charged. */
function servedBy(
  machineId: string | undefined,
  machines: readonly MachineRow[],
  contracts: readonly Contract[],
): Contract | null {
  const externalId = machines.find(({ id }) => id === machineId)?.externalId;
  return contracts.find(({ id }) => String(id) === externalId) ?? null;
}

/** A session that ran ends when its time is up, or for what is true. A server may be down for ten minutes. */
function untimely({ reason, endsAt, endedAt }: SessionRow, endingAt: number, served: Contract): string[] {
  const at = (instant: number) =>
    served.segments.find(({ from, to }) => from <= instant && (to ?? Infinity) > instant);
  const now = at(endingAt);
  if (endedAt && at(endedAt.getTime())) return ["was over while its machine was there"];
  switch (reason) {
    case "time-is-up": {
      const lateMs = endingAt - (endsAt?.getTime() ?? 0);
      return lateMs < 0 || lateMs > 11 * 60_000 ? [`ended ${lateMs} ms late`] : [];
    }
    case "machine-lost":
      return now ? ["was ended as lost while its machine was there"] : [];
    case "pre-empted":
      return now && now.gpuRate > 0 ? ["was ended as pre-empted while its machine ran"] : [];
    default:
      return [];
  }
}
