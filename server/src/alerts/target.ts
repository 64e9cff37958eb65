import type { Ctx } from "../platform/context.ts";
import type { Target } from "./channels/channel.ts";
import type { ChannelRow } from "./store/channels.ts";

/** Sealed for this one channel: in another's row it does not open. */
const placeOf = (channelId: string) => `alert channel ${channelId}`;

export function sealTarget({ seal }: Ctx, channelId: string, target: Target): string {
  return seal.close(JSON.stringify(target), placeOf(channelId));
}

export function openTarget({ seal }: Ctx, { id, sealed }: Pick<ChannelRow, "id" | "sealed">): Target | null {
  const text = sealed === null ? null : seal.open(sealed, placeOf(id));
  return text === null ? null : (JSON.parse(text) as Target);
}
