import { and, eq, inArray } from "drizzle-orm";
import { accountIdOf, personOf } from "../../accounts/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { calendarSettings } from "./tables.ts";

export type SettingsRow = typeof calendarSettings.$inferSelect;

/** Until somebody says otherwise. */
const usual = { zone: "UTC", confirms: true };

export async function readSettings(ctx: Ctx): Promise<SettingsRow> {
  const { userId } = personOf(ctx);
  const accountId = accountIdOf(ctx);
  const found = await readSettingsOf(ctx, accountId, [userId]);
  return found.get(userId) ?? { userId, accountId, ...usual };
}

export async function readSettingsOf(
  { db }: Ctx,
  accountId: string,
  userIds: readonly string[],
): Promise<Map<string, SettingsRow>> {
  const rows = await db
    .select()
    .from(calendarSettings)
    .where(and(eq(calendarSettings.accountId, accountId), inArray(calendarSettings.userId, [...userIds])));
  return new Map(
    userIds.map((userId) => [
      userId,
      rows.find((row) => row.userId === userId) ?? { userId, accountId, ...usual },
    ]),
  );
}

export async function saveSettings(ctx: Ctx, row: SettingsRow): Promise<void> {
  const { zone, confirms } = row;
  await ctx.db
    .insert(calendarSettings)
    .values(row)
    .onConflictDoUpdate({
      target: [calendarSettings.userId, calendarSettings.accountId],
      set: { zone, confirms },
    });
}
