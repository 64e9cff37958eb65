import { record } from "../events/record.ts";
import { listRentable } from "../offers/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { makeKeyPair } from "../platform/shell.ts";
import type { Usd } from "../values/money.ts";
import { LONGEST_MS } from "./rules/limits.ts";
import { isOver } from "./rules/lifecycle.ts";
import { placeGpus } from "./rules/place-gpus.ts";
import { type Prepaid, servingReservation } from "./rules/prepaid.ts";
import { sealAccess, sealOrder } from "./sealed.ts";
import { changeSession, insertSession, lockAnySession } from "./store/sessions.ts";

const HOUR_MS = 3_600_000;

export interface StartReserved {
  accountId: string;
  createdBy: string;
  consumer: string | null;
  gpuModel: string;
  gpus: number;
  capPerGpuHour: Usd;
  until: Date;
  image: string;
  diskGb: number;
  publicKey: string | null;
  ports: readonly number[];
  env: readonly { name: string; value: string }[];
  onStart: string | null;
  saveCommand: string | null;
  saveMinutes: number | null;
  prepaid: Prepaid;
}

/**
 * Within a transaction: rents machines with so many GPUs together for a reservation, one machine if there is
 * one, otherwise as few as there must be. They cost its account nothing more. Answers with those begun, which
 * may be fewer than wished: whoever asks looks again.
 */
export async function startReserved(ctx: Ctx, wish: StartReserved): Promise<{ id: string; gpus: number }[]> {
  const listed = await listFitting(ctx, wish);
  const begun: { id: string; gpus: number }[] = [];
  for (const gpus of placeGpus(wish.gpus, new Set(listed.map(({ gpuCount }) => gpuCount)))) {
    const offer = listed.find(({ gpuCount }) => gpuCount === gpus);
    if (!offer) break;
    begun.push({ id: await begin(ctx, wish, offer), gpus });
  }
  return begun;
}

type Listed = Awaited<ReturnType<typeof listRentable>>[number];

async function listFitting(ctx: Ctx, wish: StartReserved): Promise<Listed[]> {
  const counts = Array.from({ length: Math.min(wish.gpus, LARGEST_MACHINE) }, (_, at) => at + 1);
  const lists = await Promise.all(
    counts.map((gpuCount) =>
      listRentable(ctx, {
        ...servingReservation(wish),
        gpuCount,
        kind: "on_demand",
        diskGb: wish.diskGb,
        capPerHour: wish.capPerGpuHour * BigInt(gpuCount),
        providers: wish.prepaid.providers.length > 0 ? wish.prepaid.providers : null,
      }),
    ),
  );
  return lists.flat();
}

const LARGEST_MACHINE = 16;

async function begin(ctx: Ctx, wish: StartReserved, offer: Listed): Promise<string> {
  const { accountId, consumer, createdBy, image, diskGb, until, prepaid, onStart, saveCommand } = wish;
  const env = Object.fromEntries(wish.env.map(({ name, value }) => [name, value]));
  const id = ctx.newId("ses");
  const now = ctx.now();
  const pair = makeKeyPair("berth-session");
  await insertSession(ctx, {
    id,
    accountId,
    consumer,
    createdBy,
    createdAt: now,
    state: "requested",
    stateSince: now,
    offerId: offer.id,
    gpuModel: offer.gpuModel,
    gpuCount: offer.gpuCount,
    vramGb: offer.vramGb,
    kind: offer.kind,
    pricePerHour: offer.allInPerHour,
    capPerHour: wish.capPerGpuHour * BigInt(offer.gpuCount),
    hours: Math.ceil((until.getTime() - now.getTime()) / HOUR_MS),
    image,
    diskGb,
    ports: [...wish.ports],
    sealedOrder: sealOrder(ctx.seal, id, { env, onStart, saveCommand }),
    sealedAccess: sealAccess(ctx.seal, id, { ...makeKeyPair("berth"), agentToken: null }),
    // Without a key of the user's nobody has the private half: a key is reissued when one is wanted.
    publicKey: wish.publicKey ?? pair.publicKey,
    // Its hours are paid, whether anything uses them or not.
    idleMinutes: null,
    saveMinutes: wish.saveMinutes,
    holdId: null,
    heldMicros: 0n,
    until,
    prepaid,
  });
  await record(ctx, {
    topic: "session.changed",
    subject: id,
    accountId,
    payload: { state: "requested", attempt: 0, reason: null, detail: "for a reservation" },
  });
  return id;
}

/** Moves the end of a reservation's machine with that of the reservation. */
export async function moveUntil(ctx: Ctx, sessionId: string, until: Date): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const session = await lockAnySession(ctx, sessionId);
    if (!session?.until || isOver(session.state) || session.until.getTime() === until.getTime()) return;
    // The machine's own clock is not moved: it keeps to the longest that it was made for.
    const longestUntil = session.longestUntil && earlier(session.longestUntil, hence(session, until));
    const endsAt = longestUntil ? earlier(until, longestUntil) : until;
    await changeSession(ctx, sessionId, { until, longestUntil, ...(session.endsAt ? { endsAt } : {}) });
    const payload = { hours: 0, endsAt: endsAt.toISOString() };
    await record(ctx, {
      topic: "session.extended",
      subject: sessionId,
      accountId: session.accountId,
      payload,
    });
  });
}

function hence({ billableSince }: { billableSince: Date | null }, until: Date): Date {
  return new Date(Math.max(until.getTime(), billableSince?.getTime() ?? 0) + LONGEST_MS);
}

const earlier = (a: Date, b: Date) => (a < b ? a : b);

/** Ends a reservation's machine: its time is up, or its GPUs were handed back. */
export async function endReserved(ctx: Ctx, sessionId: string): Promise<void> {
  const session = await lockAnySession(ctx, sessionId);
  if (!session || session.endAsked || session.state === "stopping" || isOver(session.state)) return;
  await changeSession(ctx, sessionId, { endAsked: "reservation-over" });
  const { accountId } = session;
  await record(ctx, {
    topic: "session.end-asked",
    subject: sessionId,
    accountId,
    payload: { why: "reservation-over" },
  });
}
