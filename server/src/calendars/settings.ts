import { accountIdOf, personOf } from "../accounts/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { readZone } from "./rules/feed.ts";
import { readSettings, saveSettings, type SettingsRow } from "./store/settings.ts";

export async function changeSettings(
  ctx: Ctx,
  change: { timeZone?: string | null | undefined; confirms?: boolean | null | undefined },
): Promise<SettingsRow> {
  return inTransaction(ctx, async (ctx) => {
    const before = await readSettings(ctx);
    const row = {
      userId: personOf(ctx).userId,
      accountId: accountIdOf(ctx),
      zone: change.timeZone == null ? before.zone : readZone(change.timeZone),
      confirms: change.confirms ?? before.confirms,
    };
    await saveSettings(ctx, row);
    return row;
  });
}
