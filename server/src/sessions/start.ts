import { listOwnKeys, openOwnKey, refuseForeignConsumer } from "../accounts/index.ts";
import { hold, planOwnBill, type Release, release } from "../credits/index.ts";
import { record } from "../events/record.ts";
import {
  findRentable,
  HeldOfferOver,
  liesIn,
  listRentable,
  OfferGone,
  type Rentable,
  takeHeldOffer,
  understandGpu,
  UnknownGpu,
} from "../offers/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { makeKeyPair } from "../platform/shell.ts";
import { cloudName } from "../providers/clouds.ts";
import { sayUsd, type Usd } from "../values/money.ts";
import { InvalidInput, NotFound } from "../values/refusal.ts";
import { accountOf, userOf } from "./account-of.ts";
import { readBroughtKey } from "./machine-wish.ts";
import { NoSuchMachine, TooManySessions } from "./refusals.ts";
import { rank } from "./rules/failover.ts";
import { ALIVE_MAX, HOLD_LAPSES_MS } from "./rules/limits.ts";
import { costOf } from "./rules/meter.ts";
import { readOrder, type StartOrder } from "./rules/order.ts";
import { sealAccess, sealOrder } from "./sealed.ts";
import { type ByTemplate, withTemplate } from "./templates.ts";
import { type Approval, refuseBlocked } from "./start-blocks.ts";
import type { BilledTo } from "./whose-key.ts";
import { countAlive, findSession, insertSession, type SessionRow } from "./store/sessions.ts";

const HOUR_MS = 3_600_000;
const PLACE_CHARACTERS = 60;

export interface Wish {
  gpuModel: string;
  gpuCount: number;
  region?: string | null | undefined;
}

export interface StartSession extends StartOrder, ByTemplate {
  /** A machine as it is listed, or what would do. */
  offerId?: string | null | undefined;
  wish?: Wish | null | undefined;
  /** Of an offer that was held: it is rented for the price that was frozen, or less. */
  heldOfferToken?: string | null | undefined;
  /** Where its machine has to be, also when another is tried. */
  region?: string | null | undefined;
  /** The most an hour may cost, all in. What was shown for the offer, when left out. */
  maxPricePerHour?: Usd | null | undefined;
}

export interface Started {
  session: SessionRow;
  /** Of a pair that was made because none was brought; in this answer and nowhere else. */
  privateKey: string | null;
}

/**
 * Holds what the hours may cost at most and writes down what is wanted. Machines are looked for by
 * others, off the request's path: the click costs one transaction and no provider is asked in it.
 */
export function startSession(ctx: Ctx, input: StartSession, how: HowToStart = {}): Promise<Started> {
  // Taking a held offer belongs to the start: neither is without the other.
  return inTransaction(ctx, (ctx) => start(ctx, input, how));
}

export interface HowToStart {
  approval?: Approval;
  /** What was set aside for it until now is given back at once before its own is: nobody spends it in between. */
  insteadOf?: Release;
}

async function start(
  ctx: Ctx,
  input: StartSession,
  { approval = "none", insteadOf }: HowToStart,
): Promise<Started> {
  const accountId = accountOf(ctx);
  const order = readOrder(await withTemplate(ctx, input));
  if (input.maxPricePerHour != null && input.maxPricePerHour <= 0n)
    throw new InvalidInput("maxPricePerHour", "The most that an hour may cost is more than nothing.");
  refuseForeignConsumer(ctx, order.consumer);
  const region = readPlace(input.region ?? input.wish?.region);
  const offer = await chooseOffer(ctx, input, { diskGb: order.diskGb, region });
  if (offer.diskGb < order.diskGb)
    throw new InvalidInput("diskGb", `This machine has ${Math.floor(offer.diskGb)} GB of disk at most.`);
  if (region !== null && !liesIn(region, offer))
    throw new InvalidInput("region", `This machine is in ${offer.region}.`);
  const capPerHour = input.maxPricePerHour ?? offer.allInPerHour;
  if (capPerHour < offer.allInPerHour)
    throw new NoSuchMachine(
      `The cheapest that would do costs ${sayUsd(offer.allInPerHour)} an hour, all in.`,
      offer.allInPerHour,
    );

  const { publicKey, privateKey } = bringOrMakeKey(input.publicKey);
  const access = { ...makeKeyPair("berth"), agentToken: null };
  const id = ctx.newId("ses");
  const now = ctx.now();
  const most = costOf(capPerHour, order.hours * HOUR_MS);
  const billedTo = await whoPays(ctx, accountId, offer);
  const session = await inTransaction(ctx, async (ctx) => {
    const said = `${order.hours} h of ${offer.gpuCount} × ${offer.gpuModel}`;
    await refuseBlocked(
      ctx,
      accountId,
      { consumer: order.consumer, gpuModel: offer.gpuModel, providerId: offer.providerId },
      { approval, what: { said, consumer: order.consumer, most } },
    );
    if ((await countAlive(ctx, accountId)) >= ALIVE_MAX) throw new TooManySessions(ALIVE_MAX);
    if (insteadOf) await release(ctx, insteadOf);
    const holdId = await setAside(ctx, billedTo, { accountId, amount: most, purpose: id, note: said });
    await insertSession(ctx, {
      id,
      accountId,
      consumer: order.consumer,
      createdBy: userOf(ctx),
      createdAt: now,
      state: "requested",
      stateSince: now,
      offerId: offer.id,
      gpuModel: offer.gpuModel,
      gpuCount: offer.gpuCount,
      vramGb: offer.vramGb,
      kind: offer.kind,
      region,
      pricePerHour: offer.allInPerHour,
      capPerHour,
      priceHeld: input.heldOfferToken != null,
      hours: order.hours,
      image: order.image,
      diskGb: order.diskGb,
      ports: order.ports,
      sealedOrder: sealOrder(ctx.seal, id, order),
      sealedAccess: sealAccess(ctx.seal, id, access),
      publicKey,
      idleMinutes: order.idleMinutes,
      saveMinutes: order.saveMinutes,
      billedTo,
      holdId,
      heldMicros: holdId === null ? 0n : most,
    });
    await record(ctx, {
      topic: "session.changed",
      subject: id,
      accountId,
      payload: { state: "requested", attempt: 0, reason: null, detail: null },
    });
    const written = await findSession(ctx, accountId, id);
    if (!written) throw new Error("a session just written is gone");
    return written;
  });
  return { session, privateKey };
}

/** A team with a key of its own at a provider rents there with that, and on its own bill. */
async function whoPays(ctx: Ctx, accountId: string, { providerId }: Rentable): Promise<BilledTo> {
  const own = (await listOwnKeys(ctx, accountId)).find((key) => key.providerId === providerId);
  if (!own) return "berth";
  if ((await openOwnKey(ctx, own.id)) === null)
    throw new NoSuchMachine(
      `The team’s own key at ${cloudName(providerId)} cannot be read any more. Set it again in the settings, or remove it there.`,
      null,
    );
  return "own-account";
}

/** The id of the hold; null where nothing is held, because somebody else sends the bill. */
async function setAside(
  ctx: Ctx,
  billedTo: BilledTo,
  asked: { accountId: string; amount: Usd; purpose: string; note: string },
): Promise<string | null> {
  if (billedTo === "berth")
    return hold(ctx, { ...asked, lapsesAt: new Date(ctx.now().getTime() + HOLD_LAPSES_MS) });
  await planOwnBill(ctx, asked);
  return null;
}

async function chooseOffer(
  ctx: Ctx,
  input: StartSession,
  { diskGb, region }: { diskGb: number; region: string | null },
): Promise<Rentable> {
  const { offerId, wish, heldOfferToken } = input;
  if (heldOfferToken != null) return takeHeld(ctx, heldOfferToken, offerId ?? null, diskGb);
  if (offerId && wish) throw new InvalidInput("wish", "Name an offer or a wish, not both.");
  if (offerId) {
    const offer = await findRentable(ctx, offerId, diskGb);
    if (!offer) throw new NotFound("offer", offerId);
    return offer;
  }
  if (!wish) throw new InvalidInput("offerId", "Name an offer, or wish for a machine.");
  if (input.maxPricePerHour == null)
    throw new InvalidInput(
      "maxPricePerHour",
      "Say the most that an hour may cost when you wish for a machine.",
    );
  const gpu = await understandGpu(ctx, wish.gpuModel).catch((error: unknown) => {
    throw error instanceof UnknownGpu ? new NoSuchMachine(error.message, null) : error;
  });
  const fitting = await listRentable(ctx, {
    gpuCount: wish.gpuCount,
    kind: "on_demand",
    diskGb,
    capPerHour: input.maxPricePerHour,
    providers: null,
    gpuModel: gpu.model,
    gpuSocket: gpu.socket,
    region,
  });
  const [best] = rank(
    {
      gpuModel: gpu.model,
      gpuCount: wish.gpuCount,
      vramGb: null,
      pricePerHour: input.maxPricePerHour,
      capPerHour: input.maxPricePerHour,
    },
    fitting.map((offer) => ({ ...offer, offerId: offer.id, pricePerHour: offer.allInPerHour })),
    new Set(),
  );
  const chosen = fitting.find(({ id }) => id === best?.offerId);
  if (!chosen) throw new NoSuchMachine(`No ${wish.gpuCount} × ${wish.gpuModel} is listed for that.`, null);
  return chosen;
}

function readPlace(text: string | null | undefined): string | null {
  const place = text?.trim() ?? "";
  if (place.length > PLACE_CHARACTERS)
    throw new InvalidInput("region", `A place has at most ${PLACE_CHARACTERS} characters.`);
  return place === "" ? null : place;
}

async function takeHeld(ctx: Ctx, token: string, offerId: string | null, diskGb: number): Promise<Rentable> {
  try {
    const { offer, prices } = await takeHeldOffer(ctx, token);
    if (offerId !== null && offerId !== offer.id)
      throw new InvalidInput("heldOfferToken", "This token holds another offer.");
    const found = await findRentable(ctx, offer.id, diskGb, prices);
    if (!found) throw new NoSuchMachine("The machine is listed no more. Nothing was charged.", null);
    return found;
  } catch (error) {
    if (error instanceof OfferGone) throw new NoSuchMachine(error.message, null);
    if (error instanceof HeldOfferOver) throw new InvalidInput("heldOfferToken", error.message);
    throw error;
  }
}

function bringOrMakeKey(brought: string | null | undefined): {
  publicKey: string;
  privateKey: string | null;
} {
  const publicKey = readBroughtKey(brought);
  return publicKey === null ? makeKeyPair("berth-session") : { publicKey, privateKey: null };
}
