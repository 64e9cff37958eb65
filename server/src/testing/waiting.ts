import { expect, vi } from "vitest";
import type { World } from "./world.ts";

/** Until so many in this world's database wait for what somebody else has locked. */
export async function untilWaiting({ database }: World, count = 1): Promise<void> {
  await vi.waitFor(
    async () => {
      const waiting = await database.sql`select 1 from pg_locks l
        join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`;
      expect(waiting.length).toBeGreaterThanOrEqual(count);
    },
    { timeout: 20_000 },
  );
}
