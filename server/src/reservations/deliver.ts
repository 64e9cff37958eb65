import { mailLeads, mailWhoBegan } from "../accounts/index.ts";
import { capture, grant } from "../credits/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { metrics } from "../platform/metrics.ts";
import {
  endReserved,
  moveUntil,
  openWish,
  readSessions,
  type SessionRow,
  startReserved,
} from "../sessions/index.ts";
import { formatUsd } from "../values/money.ts";
import { begin } from "./begin.ts";
import { endBooking, payOff } from "./cancel.ts";
import { readEnding } from "./ending.ts";
import { getPool } from "./get-pool.ts";
import { termsOfBooked } from "./hand-back.ts";
import { decideDelivery, type Delivery, type Given } from "./rules/delivery.ts";
import {
  countLateness,
  creditForLateness,
  GRACE_MS,
  isLate,
  minutesPaid,
  type Owed,
} from "./rules/lateness.ts";
import { sayBooked } from "./rules/label.ts";
import { endingLetter, lateCreditLetter } from "./rules/letters.ts";
import { isLive, nextState } from "./rules/lifecycle.ts";
import { priceOf } from "./rules/pricing.ts";
import type { PoolRow } from "./store/pools.ts";
import {
  type Booked,
  changeReservation,
  insertSessionsOf,
  listDue,
  lockReservation,
  moveReservation,
  readSessionsOf,
} from "./store/reservations.ts";
import { tell } from "./tell.ts";

const LONGEST_LEAD_MS = 240 * 60_000;
const MINUTE_MS = 60_000;
const LETTER_LASTS_MS = 7 * 24 * 60 * MINUTE_MS;

/**
 * Looks at every reservation that is near, and does what should be true of it and is not: rents its machines
 * before the start, begins it when the first is ready, replaces what is lost, pays for what is late, ends it.
 * It keeps nothing between its turns.
 */
export async function deliverReservations(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  for (const { id } of await listDue(ctx, new Date(ctx.now().getTime() + LONGEST_LEAD_MS))) {
    if (signal?.aborted) return;
    try {
      await deliver(ctx, id);
    } catch (error) {
      // One that cannot be helped keeps none of the others waiting.
      metrics.reservationFaults.inc();
      ctx.log.error({ err: error, reservation: id }, "a reservation could not be delivered");
    }
  }
}

async function deliver(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const booked = await lockReservation(ctx, id);
    if (!booked || !isLive(booked.state)) return;
    const state = booked.state === "active" ? "active" : "confirmed";
    const pool = await getPool(ctx, booked.poolId);
    const given = await readGiven(ctx, booked);
    const { leadMinutes, giveUpMinutes } = pool;
    const limits = { leadMs: leadMinutes * MINUTE_MS, giveUpMs: giveUpMinutes * MINUTE_MS };
    const decision = decideDelivery({ ...booked, ...limits, state }, given, ctx.now());
    await handMachines(ctx, booked, pool, decision);
    await tellShort(ctx, booked, decision, given);
    if (decision.remind !== null) await remind(ctx, booked, pool, decision.remind);
    await settleMoney(ctx, booked, decision);
  });
}

async function readGiven(ctx: Ctx, { id, accountId }: Booked): Promise<Given[]> {
  const rows = await readSessionsOf(ctx, [id]);
  const sessions = await readSessions(
    ctx,
    accountId,
    rows.map(({ sessionId }) => sessionId),
  );
  return sessions.map((session) => ({
    sessionId: session.id,
    gpus: session.gpuCount,
    is: whatIs(session),
    until: session.until,
    endsAt: session.endsAt,
    endedAt: session.endedAt ?? session.stateSince,
  }));
}

function whatIs({ state, endAsked, reason, saveMinutes, endsAt, until }: SessionRow): Given["is"] {
  const why = endAsked ?? reason;
  // One that could not live as long as it was wanted for was not there until then.
  const planned = endsAt?.getTime() === until?.getTime();
  if (why === "time-is-up" && saveMinutes !== null && planned) return "at-its-end";
  if (why === "asked-to-stop" || why === "done" || why === "idle") return "given-up";
  if (endAsked !== null || state === "stopping" || state === "stopped" || state === "failed") return "gone";
  return state === "running" ? "ready" : "coming";
}

async function handMachines(ctx: Ctx, booked: Booked, pool: PoolRow, decision: Delivery): Promise<void> {
  for (const sessionId of decision.end) await endReserved(ctx, sessionId);
  for (const { sessionId, until } of decision.retime) await moveUntil(ctx, sessionId, until);
  if (!decision.rent) return;
  const { providers, hosts, region, gpuModel, buyCapPerGpuHour } = pool;
  const begun = await startReserved(ctx, {
    ...booked,
    ...openWish(ctx, booked),
    gpuModel,
    gpus: decision.rent.gpus,
    until: decision.rent.until,
    capPerGpuHour: buyCapPerGpuHour,
    prepaid: { reservationId: booked.id, providers, hosts, region },
  });
  if (begun.length === 0) return;
  await insertSessionsOf(ctx, booked.id, begun);
  if (booked.state === "confirmed" && booked.shortSince === null) await tell(ctx, booked, "renting");
}

/** A machine of it was lost, or all are there again. */
async function tellShort(
  ctx: Ctx,
  booked: Booked,
  { shortSince, missing, move }: Delivery,
  given: readonly Given[],
): Promise<void> {
  if (shortSince?.getTime() === booked.shortSince?.getTime() && missing === booked.shortGpus) return;
  await changeReservation(ctx, booked.id, { shortSince, shortGpus: missing });
  if ((shortSince === null) === (booked.shortSince === null)) return;
  if (move === "finish" || move === "miss") return;
  if (shortSince === null) await tell(ctx, booked, "whole");
  else if (given.some(({ is }) => is === "gone")) await tell(ctx, booked, "short", `${missing} missing`);
}

/** That it ends soon, and what can be had then: an event, and a letter to whoever booked it. */
async function remind(ctx: Ctx, booked: Booked, { gpuModel }: PoolRow, minutes: number): Promise<void> {
  const endsAt = booked.parts.at(-1)?.endsAt ?? booked.endsAt;
  await changeReservation(ctx, booked.id, { noticedMinutes: minutes });
  const { id: subject, accountId, createdBy } = booked;
  const ending = await readEnding(ctx, booked);
  const gpus = booked.parts.at(-1)?.gpus ?? booked.gpus;
  const letter = ending && endingLetter({ ...ending, id: subject, gpus, gpuModel, minutes });
  const explained = letter ? { explained: [...letter.paragraphs] } : {};
  const payload = { minutes, endsAt: endsAt.toISOString(), ...explained };
  await record(ctx, { topic: "reservation.reminded", subject, accountId, payload });
  if (letter) await mailWhoBegan(ctx, accountId, createdBy, { letter, usefulUntil: endsAt });
}

/** What it moves to, and the account's books, which come last. */
async function settleMoney(ctx: Ctx, booked: Booked, decision: Delivery): Promise<void> {
  const { id, accountId, holdId } = booked;
  if (holdId === null) throw new Error(`${id} has no credit set aside`);
  switch (decision.move) {
    case "begin":
      await begin(ctx, booked);
      break;
    case "miss":
      await endBooking(ctx, booked, {
        state: nextState(booked.state, "miss"),
        reason: "Berth found no machine for it",
        totalMicros: 0n,
      });
      await tell(ctx, booked, "missed");
      await payOff(ctx, booked, 0n, "missed");
      break;
    case "finish":
      await moveReservation(ctx, id, booked.state, {
        state: nextState(booked.state, "finish"),
        endedAt: ctx.now(),
      });
      await tell(ctx, booked, "finished");
      await capture(ctx, {
        accountId,
        holdId,
        amount: 0n,
        reference: `${id} ended`,
        note: `${sayBooked(booked)}: ended`,
        last: true,
      });
      break;
    case null:
  }
  await payForLateness(ctx, booked, decision);
}

/**
 * From ten minutes on, and then for those as well: once when it is late, again after every ten minutes, and whenever
 * the number of GPUs that are missing changes. Whole again before that, nothing is owed.
 */
async function payForLateness(
  ctx: Ctx,
  booked: Booked,
  { missing, shortSince, move }: Delivery,
): Promise<void> {
  const { id: subject, accountId, parts, creditedMicros, latenessPaidUntil: paidUntil } = booked;
  const now = ctx.now();
  const since = booked.shortSince ?? shortSince;
  if (since === null) return;
  const owed = { gpuMinutes: booked.owedGpuMinutes, until: booked.owedUntil };
  const late = { since, gpusMissing: booked.shortGpus || missing, owed, paidUntil };
  const changes = move !== null || (booked.shortSince !== null && missing !== booked.shortGpus);
  if (!isLate(since, parts, now)) {
    if (shortSince === null) await owe(ctx, subject, { gpuMinutes: 0, until: null });
    else if (changes) await owe(ctx, subject, countLateness(late, parts, now));
    return;
  }
  const paidFor = paidUntil && paidUntil > since ? paidUntil : since;
  if (!changes && now.getTime() - paidFor.getTime() < GRACE_MS) return;
  const { gpuMinutes, until } = countLateness(late, parts, now);
  const { perGpuHour, total } = priceOf(parts, termsOfBooked(booked));
  const amount = creditForLateness(gpuMinutes, perGpuHour, total - creditedMicros);
  if (amount <= 0n || until === null) return;
  await changeReservation(ctx, subject, {
    creditedMicros: creditedMicros + amount,
    latenessPaidUntil: until,
    owedGpuMinutes: 0,
    owedUntil: null,
  });
  const minutes = minutesPaid(late, until);
  const payload = { amount: formatUsd(amount), minutes };
  await record(ctx, { topic: "reservation.credited", subject, accountId, payload });
  const letter = lateCreditLetter({ id: subject, amount, minutes, gpuMinutes });
  const usefulUntil = new Date(now.getTime() + LETTER_LASTS_MS);
  await mailLeads(ctx, accountId, { letter, usefulUntil });
  await grant(ctx, {
    accountId,
    origin: "sla",
    amount,
    reason: `Machines were ${minutes} min late: ${sayBooked(booked)}`,
    reference: `${subject} late until ${until.toISOString()}`,
  });
}

async function owe(ctx: Ctx, id: string, { gpuMinutes, until }: Owed): Promise<void> {
  await changeReservation(ctx, id, { owedGpuMinutes: gpuMinutes, owedUntil: until });
}
