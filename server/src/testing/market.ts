import { saveListing } from "../offers/poll.ts";
import { saveProvider } from "../offers/store/poll.ts";
import type { ListedOffer } from "../providers/provider.ts";
import { untilTold } from "./horizon.ts";
import type { World } from "./world.ts";

/** The market as it stands after a poll that listed just these. */
export async function list(
  world: World,
  offers: readonly ListedOffer[],
  by: { id: string; name: string } = { id: "vast", name: "Vast.ai" },
) {
  const ctx = world.ctx();
  const provider = await saveProvider(ctx, { ...by, connected: true });
  const saved = await saveListing(ctx, provider, { offers: [...offers], odd: 0 }, ctx.now());
  if (!saved) throw new Error("a test lists what is older than what is stored");
  await untilTold(world.database.sql);
  return saved;
}

/** The polls of a market in which nothing has changed. */
export async function listAgain(world: World): Promise<void> {
  const now = world.clock.now().toISOString();
  await world.database.sql`update providers set last_listed_at = ${now}::timestamptz where connected`;
}
