import postgres from "postgres";
import { expect, test } from "vitest";
import { metrics } from "../platform/metrics.ts";
import { stageBookings } from "../testing/bookings.ts";
import { checkPools } from "./check-pools.ts";
import { changePool, closePool, openPool } from "./pools.ts";

const stage = stageBookings();
const { book, free, wanted, window } = stage;

test("a pool does not shrink below what is promised, and says who is in the way", async () => {
  const booked = await book(stage.ada, wanted(48, 50, 6));
  await expect(changePool(stage.world.ctx(), stage.pool.id, { gpus: 5 })).rejects.toMatchObject({
    type: "PromisedAlready",
    inTheWay: [{ id: booked.id, gpus: 6 }],
  });
  await changePool(stage.world.ctx(), stage.pool.id, { gpus: 6 });
  expect(await free(47, 50)).toEqual([6, 0, 0]);
  await changePool(stage.world.ctx(), stage.pool.id, { gpus: 10 });
  expect(await free(47, 50)).toEqual([10, 4, 4]);
});

test("maintenance takes GPUs away, not those that are promised; a blackout takes no new bookings", async () => {
  await book(stage.ada, wanted(48, 50, 6));
  const during = { poolId: stage.pool.id, ...window(49, 51), reason: "new cooling" };
  await expect(
    closePool(stage.world.ctx(), { ...during, kind: "maintenance", gpus: 4 }),
  ).rejects.toMatchObject({
    type: "PromisedAlready",
  });
  const closed = await closePool(stage.world.ctx(), { ...during, kind: "maintenance", gpus: 2 });
  expect(await free(48, 52)).toEqual([2, 0, 6, 8]);
  await openPool(stage.world.ctx(), closed.id);
  await closePool(stage.world.ctx(), { ...during, kind: "blackout" });
  expect(await free(48, 52)).toEqual([2, 0, 0, 8]);
  await expect(book(stage.bo, wanted(50, 52, 1))).rejects.toMatchObject({
    type: "PoolClosed",
    reason: "new cooling",
  });
});

test("a pool that is not as it always is rings", async () => {
  await book(stage.ada, wanted(48, 50, 1));
  const { sql } = stage.world.database;
  await checkPools(stage.world.ctx());
  expect((await metrics.poolBreaches.get()).values[0]?.value).toBe(0);
  const admin = postgres(stage.world.url, { max: 1, onnotice: () => {} });
  await admin`update pool_days set free[5] = free[5] - 1 where pool_id = ${stage.pool.id}`;
  await checkPools(stage.world.ctx());
  expect((await metrics.poolBreaches.get()).values[0]?.value).toBeGreaterThan(0);
  await admin`update pool_days set free[5] = free[5] + 1 where pool_id = ${stage.pool.id}`;
  await admin.end();
  // The program itself may not.
  await expect(sql`update pool_days set free[5] = 0`).rejects.toThrow("permission denied");
});
