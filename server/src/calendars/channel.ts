import { createHash } from "node:crypto";
import type { Ctx } from "../platform/context.ts";
import { readFailure } from "../platform/google/failure.ts";
import { type ConnectionRow, updateConnection } from "./store/connections.ts";
import type { Speaker } from "./tokens.ts";

// Google tells of a change by hand within seconds, through a channel that ends by itself after some days. It is told
// nothing that it does not know: a call says which channel, and its secret, and what changed is then read as ever. So a
// call that is lost, forged or late changes no more than when the calendar is looked at.

const HOUR_MS = 3_600_000;
/** Before it ends by so much another is opened. */
const SPARE_MS = 24 * HOUR_MS;
/** Where Google would open none, it is asked again after so long. */
const AGAIN_MS = HOUR_MS;
const BYTES = 32;

export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Whether Google tells of changes to this calendar. */
export async function keepChannel(
  ctx: Ctx,
  speaker: Speaker,
  connection: ConnectionRow,
  calendarId: string,
  address: string | null,
): Promise<boolean> {
  if (address === null) return false;
  const { id, channelId, channelResource, channelUntil, channelTriedAt } = connection;
  const now = ctx.now().getTime();
  const isOpen = channelUntil !== null && channelUntil.getTime() > now;
  if (isOpen && channelUntil.getTime() > now + SPARE_MS) return true;
  if (channelTriedAt !== null && channelTriedAt.getTime() > now - AGAIN_MS) return isOpen;
  await updateConnection(ctx, id, { channelTriedAt: ctx.now() });
  const secret = () => Buffer.from(ctx.random.bytes(BYTES)).toString("base64url");
  const channel = { id: secret(), token: secret(), address };
  try {
    const { resource, until } = await speaker.ask((line) => line.openChannel(calendarId, channel));
    await updateConnection(ctx, id, {
      channelId: channel.id,
      channelTokenHash: hashOfToken(channel.token),
      channelResource: resource,
      channelUntil: until,
    });
    if (isOpen && channelId !== null && channelResource !== null)
      await speaker.ask((line) => line.closeChannel(channelId, channelResource));
    return true;
  } catch (error) {
    const failure = readFailure(error);
    if (failure.kind === "reconnect" || failure.kind === "not-found") throw failure;
    ctx.log.info(
      { connection: id, why: failure.message },
      "a calendar tells of no changes, and is looked at",
    );
    return isOpen;
  }
}

/** As nothing is kept of: of a calendar that was thrown away. */
export const noChannel = {
  channelId: null,
  channelTokenHash: null,
  channelResource: null,
  channelUntil: null,
  channelTriedAt: null,
} as const;
