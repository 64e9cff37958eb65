import { createHash } from "node:crypto";
import { accountIdOf, personOf } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import type { Person } from "../values/actor.ts";
import { NotFound } from "../values/refusal.ts";
import { eventIdOf } from "./event-id.ts";
import { type Google, scopes } from "../platform/google/google.ts";
import { openRefresh, sealTokens, Speaker } from "./tokens.ts";
import { readEntries } from "./read-entries.ts";
import { NotOffered } from "./refusals.ts";
import { readZone } from "./rules/feed.ts";
import {
  type ConnectionRow,
  deleteConnection,
  findConnection,
  insertTrip,
  isConnectedElsewhere,
  saveConnection,
  takeTrip,
  touchMirrorsOf,
} from "./store/connections.ts";
import { readSettings } from "./store/settings.ts";

const TRIP_LASTS_MS = 15 * 60_000;
const BYTES = 32;

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
const tripPlace = (stateHash: string) => `trip to google ${stateHash}`;

export interface Consent {
  /** Also when they are busy, and what stands in their own calendars. */
  readBusy: boolean;
  readEvents: boolean;
  timeZone: string | null;
}

/** Where somebody is asked for their consent. What comes back is good in this session, once. */
export async function beginConnecting(ctx: Ctx, google: Google | null, consent: Consent): Promise<string> {
  if (!google) throw new NotOffered();
  const { userId, signInId } = personOf(ctx);
  const zone = consent.timeZone ? readZone(consent.timeZone) : (await readSettings(ctx)).zone;
  const secret = () => Buffer.from(ctx.random.bytes(BYTES)).toString("base64url");
  const [state, verifier] = [secret(), secret()];
  const stateHash = hashOf(state);
  await insertTrip(ctx, {
    stateHash,
    accountId: accountIdOf(ctx),
    userId,
    signInId,
    sealedVerifier: ctx.seal.close(verifier, tripPlace(stateHash)),
    zone,
    expiresAt: new Date(ctx.now().getTime() + TRIP_LASTS_MS),
  });
  return google.consentUrl({
    state,
    challenge: createHash("sha256").update(verifier).digest("base64url"),
    scopes: [
      scopes.mirror,
      ...(consent.readBusy ? [scopes.busy] : []),
      ...(consent.readEvents ? [scopes.events] : []),
    ],
  });
}

/** What became of it: the page that they come back to says so. */
export type Arrival = "connected" | "denied" | "over" | "too-little" | "failed";

export async function finishConnecting(
  ctx: Ctx,
  google: Google,
  person: Person,
  back: { state: string; code: string | null },
): Promise<Arrival> {
  const stateHash = hashOf(back.state);
  const trip = await takeTrip(ctx, stateHash);
  const own =
    trip !== undefined &&
    trip.userId === person.userId &&
    trip.signInId === person.signInId &&
    trip.accountId === person.accountId;
  if (!own || trip.expiresAt <= ctx.now()) return "over";
  if (back.code === null) return "denied";
  const verifier = ctx.seal.open(trip.sealedVerifier, tripPlace(stateHash));
  if (verifier === null) return "over";
  const tokens = await google.redeem(back.code, verifier);
  const { refresh } = tokens;
  if (refresh === null || !tokens.scopes.includes(scopes.mirror)) return "too-little";
  const made = await inTransaction(ctx, async (ctx) => {
    const before = await findConnection(ctx);
    const id = before?.id ?? ctx.newId("gcl");
    const now = ctx.now();
    const row = await saveConnection(ctx, {
      id,
      accountId: trip.accountId,
      userId: trip.userId,
      state: "connected",
      connectedAt: now,
      scopes: tokens.scopes,
      ...sealTokens(ctx, id, { ...tokens, refresh }),
      zone: trip.zone,
      mirrors: "account",
      byHand: "put-back",
      dueAt: now,
    });
    const mirrored = before ? null : await mirrorAhead(ctx, id);
    await note(ctx, row, "connected");
    return mirrored && { id, mirrored };
  });
  // What was booked meanwhile: its event may have been read before anybody was connected.
  if (made) await mirrorAhead(ctx, made.id, made.mirrored);
  return "connected";
}

/** What stands ahead is written first; later changes come by their events. */
async function mirrorAhead(ctx: Ctx, connectionId: string, but = new Set<string>()): Promise<Set<string>> {
  const ahead = (await readEntries(ctx)).filter(
    ({ id, endsAt, status }) => endsAt > ctx.now() && status !== "cancelled" && !but.has(id),
  );
  const mirrors = ahead.map(({ id }) => ({ subject: id, eventId: eventIdOf(id) }));
  if (mirrors.length > 0) await touchMirrorsOf(ctx, connectionId, mirrors);
  return new Set(ahead.map(({ id }) => id));
}

/** Berth forgets the tokens and tells Google so, unless another account needs them; what stands in the calendar stays, and is nobody's mirror any more. */
export async function disconnect(ctx: Ctx, google: Google | null): Promise<void> {
  const row = await inTransaction(ctx, async (ctx) => {
    const found = await findConnection(ctx);
    if (!found) throw new NotFound("connected calendar", "google");
    await deleteConnection(ctx, found.id);
    await note(ctx, found, "disconnected");
    return found;
  });
  if (google) await takeBack(ctx, google, row);
}

/** Tells Google, as far as it can be told. What it gave is one consent for all accounts that somebody connects to. */
export async function takeBack(ctx: Ctx, google: Google, row: ConnectionRow): Promise<void> {
  const refresh = openRefresh(ctx, row);
  if (refresh === null) return;
  const { channelId, channelResource } = row;
  if (channelId !== null && channelResource !== null)
    await new Speaker(ctx, google, row)
      .ask((line) => line.closeChannel(channelId, channelResource))
      .catch((error: unknown) => {
        // It ends by itself, and what it tells until then is of a channel that is nobody's.
        ctx.log.info({ err: error, connection: row.id }, "a channel could not be closed at Google");
      });
  if (await isConnectedElsewhere(ctx, row)) return;
  await google.revoke(refresh).catch((error: unknown) => {
    // One that is no good any more needs no taking back.
    ctx.log.info({ err: error, connection: row.id }, "a token could not be taken back at Google");
  });
}

export async function note(
  ctx: Ctx,
  { id, accountId, userId }: Pick<ConnectionRow, "id" | "accountId" | "userId">,
  what: "connected" | "reconnect" | "disconnected" | "changed",
): Promise<void> {
  await record(ctx, { topic: "calendar.changed", subject: id, accountId, payload: { userId, what } });
}
