import { record } from "../events/record.ts";
import { keepRenting } from "../accounts/index.ts";
import { findRentable, listRentable, type Rentable } from "../offers/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { cloudName } from "../providers/clouds.ts";
import type { Order } from "../providers/provider.ts";
import { askForMachine } from "./ask-for-machine.ts";
import { agentEnv } from "./agent-env.ts";
import type { Usd } from "../values/money.ts";
import { makeAgentToken } from "./agent-token.ts";
import { bootScript } from "./rules/boot-script.ts";
import { servingReservation } from "./rules/prepaid.ts";
import { type Candidate, leastMemory, machineKey, rank } from "./rules/failover.ts";
import { LONGEST_MS } from "./rules/limits.ts";
import { next } from "./rules/lifecycle.ts";
import { openAccess, openOrder, sealAccess } from "./sealed.ts";
import { listBlockedProviders } from "./store/start-blocks.ts";
import { insertMachine, listMachinesOf, type MachineRow, readDeployment } from "./store/machines.ts";
import { lockAnySession, moveSession, type SessionRow } from "./store/sessions.ts";
import { type Place, placesFor } from "./whose-key.ts";
import type { SessionWork } from "./work.ts";

/** Of what is begun beside the loop: ending machines has places of its own, however many are asked for. */
const LEFT_TO_OTHERS = 0.25;

/**
 * Chooses the machine to try next and writes down that it will be asked for, before anybody is asked:
 * a process that dies in between leaves a row that says what to look for.
 */
export async function lookForMachine(work: SessionWork, sessionId: string): Promise<void> {
  // What is written down and then asked of nobody is looked for in vain, for minutes.
  if (!work.errands.hasRoom(LEFT_TO_OTHERS)) return;
  const token = makeAgentToken(work.ctx.random);
  const chosen = await inTransaction(work.ctx, async (ctx) => {
    const session = await lockAnySession(ctx, sessionId);
    if (session?.state !== "requested") return null;
    const places = await placesFor(work, ctx, session);
    const offer = await choose(ctx, session, places);
    const place = offer && places.get(offer.providerId);
    if (!place) return null;
    // From here until this is written nobody takes the key away; afterwards it is kept for the machine's sake.
    if (place.keyId !== null && !(await keepRenting(ctx, place.keyId))) return null;
    const written = await writeIntent(ctx, session, offer, place.keyId, token);
    return written && { ...written, provider: place.provider };
  });
  if (!chosen) return;
  const { session, machine, offer, provider } = chosen;
  const order = await makeOrder(work, session, offer);
  work.errands.begin(`ask ${machine.id}`, (signal) => askForMachine(work, provider, machine, order, signal));
}

async function choose(
  ctx: Ctx,
  session: SessionRow,
  places: ReadonlyMap<string, Place>,
): Promise<Rentable | null> {
  if (session.priceHeld && session.attempts === 0 && session.billedTo === "berth") {
    // What it is listed for by now is our affair: who held it pays what was frozen.
    const held = await findRentable(ctx, session.offerId, session.diskGb);
    if (held && places.has(held.providerId)) return held;
  }
  // What a reservation's machines cost at a provider is Berth's affair.
  const blocked = session.prepaid
    ? new Set<string>()
    : await listBlockedProviders(ctx, session.accountId, session.offerId);
  const before = await listMachinesOf(ctx, [session.id]);
  // A key that was refused is not asked with again, and no other takes its place.
  const refused = new Set(
    before.filter(({ reason }) => reason === "key-refused").map(({ providerId }) => providerId),
  );
  const { gpuCount, kind, diskGb, capPerHour, prepaid } = session;
  const offers = await listRentable(ctx, {
    gpuCount,
    kind,
    diskGb,
    capPerHour,
    ...(prepaid
      ? servingReservation({ ...session, prepaid })
      : { region: session.region, insteadOf: { ...session, vramGbMin: leastMemory(session.vramGb) } }),
    providers: [...places.keys()]
      .filter((id) => !blocked.has(id) && !refused.has(id))
      .filter((id) => !prepaid || prepaid.providers.length === 0 || prepaid.providers.includes(id)),
  });
  const tried = new Set<string>();
  for (const { providerId, hostId } of before) {
    if (hostId !== null) tried.add(machineKey({ providerId, machineId: hostId }));
  }
  const candidates: Candidate[] = offers.map((offer) => ({
    offerId: offer.id,
    providerId: offer.providerId,
    machineId: offer.machineId,
    gpuModel: offer.gpuModel,
    gpuCount: offer.gpuCount,
    vramGb: offer.vramGb,
    pricePerHour: offer.allInPerHour,
    availability: offer.availability,
  }));
  const wanted = session.prepaid ? { ...session, pricePerHour: session.capPerHour } : session;
  const ranked = rank(wanted, candidates, tried);
  // What was clicked comes first, as long as it is there and costs what it was shown for.
  const clicked = ranked.find(({ offerId }) => offerId === session.offerId);
  const best = clicked && clicked.pricePerHour <= session.pricePerHour ? clicked : ranked[0];
  return offers.find(({ id }) => id === best?.offerId) ?? null;
}

interface Chosen {
  session: SessionRow;
  machine: MachineRow;
  offer: Rentable;
}

async function writeIntent(
  ctx: Ctx,
  session: SessionRow,
  offer: Rentable,
  keyId: string | null,
  token: { secret: string; hash: string },
): Promise<Chosen | null> {
  const now = ctx.now();
  const attempts = session.attempts + 1;
  // A reservation may be extended while its machine runs, so that has its hours beyond the end.
  const longestUntil = new Date(Math.max(now.getTime(), session.until?.getTime() ?? 0) + LONGEST_MS);
  const state = next(session.state, "ask");
  const access = { ...openAccess(ctx.seal, session), agentToken: token.secret };
  const change = {
    attempts,
    billableSince: now,
    longestUntil,
    agentTokenHash: token.hash,
    sealedAccess: sealAccess(ctx.seal, session.id, access),
    heardAt: null,
    agentCount: null,
  };
  if (!(await moveSession(ctx, session.id, session.state, { ...change, state }))) return null;
  const machine = {
    id: ctx.newId("mac"),
    sessionId: session.id,
    accountId: session.accountId,
    attempt: attempts,
    providerId: offer.providerId,
    keyId,
    offerId: offer.id,
    offerExternalId: offer.externalId,
    hostId: offer.machineId,
    gpuModel: offer.gpuModel,
    gpuCount: offer.gpuCount,
    vramGb: offer.vramGb,
    cudaVersion: offer.cudaVersion,
    // Never more than was shown, whatever it costs us. On the team's own bill it costs what the provider asks.
    pricePerHour:
      session.billedTo === "berth" ? lower(offer.allInPerHour, mostFor(session, offer)) : offer.allInPerHour,
    listedPerHour: offer.pricePerHour,
    diskPricePerHour: offer.diskPerHour,
    state: "asked" as const,
    askedAt: now,
  };
  await insertMachine(ctx, machine);
  await record(ctx, {
    topic: "session.changed",
    subject: session.id,
    accountId: session.accountId,
    payload: {
      state,
      attempt: attempts,
      reason: null,
      detail: `${offer.gpuCount} × ${offer.gpuModel} in ${offer.region}, at ${cloudName(offer.providerId)}`,
    },
  });
  return {
    session: { ...session, ...change, state },
    machine: machine as unknown as MachineRow,
    offer,
  };
}

/** What the user pays for this machine at most. */
function mostFor({ priceHeld, offerId, pricePerHour, capPerHour }: SessionRow, offer: Rentable): Usd {
  return priceHeld && offer.id === offerId ? pricePerHour : capPerHour;
}

function lower(a: Usd, b: Usd): Usd {
  return a < b ? a : b;
}

async function makeOrder(work: SessionWork, session: SessionRow, offer: Rentable): Promise<Order> {
  const { ctx } = work;
  const { env, onStart, saveCommand, access } = openOrder(ctx.seal, session);
  const expiresAt = session.longestUntil ?? ctx.now();
  return {
    offer,
    diskGb: session.diskGb,
    image: session.image,
    onStart: bootScript(expiresAt, ctx.now(), onStart),
    env: { ...env, ...agentEnv(work, session, access, saveCommand) },
    ports: session.ports,
    publicKey: access.publicKey,
    priceCapPerHour: offer.pricePerHour,
    mark: {
      deployment: await readDeployment(ctx),
      session: session.id,
      expiresAt,
      consumer: session.consumer,
    },
  };
}
