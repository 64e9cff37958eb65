import { record } from "../events/record.ts";
import type { Ctx } from "../platform/context.ts";

// An event names so many offers at most, so that whoever hears it loads them in one small read.
const OFFERS_AN_EVENT = 500;

export interface Changed {
  id: string;
  was: Record<string, unknown> | null;
}

export async function tellOffers(
  ctx: Ctx,
  providerId: string | null,
  changed: readonly Changed[],
  withdrawn: readonly string[],
): Promise<void> {
  for (let at = 0; at < Math.max(changed.length, withdrawn.length); at += OFFERS_AN_EVENT) {
    await record(ctx, {
      topic: "offers.changed",
      ...(providerId !== null && { subject: providerId }),
      payload: {
        changed: changed.slice(at, at + OFFERS_AN_EVENT),
        withdrawn: withdrawn.slice(at, at + OFFERS_AN_EVENT),
      },
    });
  }
}
