import { createServer, type Socket, connect } from "node:net";
import type { AddressInfo } from "node:net";
import postgres from "postgres";
import { expect, test } from "vitest";
import { systemClock } from "../platform/clock.ts";
import { makeContext } from "../platform/context.ts";
import { openDatabase } from "../platform/db/database.ts";
import { isUnavailable } from "../platform/db/errors.ts";
import { APP_ROLE } from "../platform/db/roles.ts";
import { stageBookings, typeOf } from "../testing/bookings.ts";
import { aMoment, cutSome, heal, outcomeOf } from "../testing/cuts.ts";
import { expectSoundPools, inHours, totalOf } from "../testing/pools.ts";
import { Refusal } from "../values/refusal.ts";
import { extendReservation, moveBooking, priceExtension, priceMove } from "./change.ts";
import { createReservation } from "./create.ts";
import { changePool, createPool } from "./pools.ts";
import { listReservations } from "./store/reservations.ts";

const stage = stageBookings();
const { book, freeQuarters, key, reload, wanted, window } = stage;

test("C1: two people reach for the last GPU; one gets it, and the other hears when it is free", async () => {
  await book(stage.ada, wanted(48, 50, 7));
  const tries = await Promise.allSettled([
    book(stage.ada, wanted(48, 50, 1)),
    book(stage.bo, wanted(48, 50, 1)),
  ]);
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const lost = tries.find(({ status }) => status === "rejected") as PromiseRejectedResult;
  expect(lost.reason).toMatchObject({
    type: "NotEnoughFree",
    needed: 1,
    available: 0,
    alternatives: [window(46, 48), window(50, 52), window(45, 47)].slice(0, 2).concat([expect.anything()]),
  });
});

test("G1: of many who try for the last GPU at once exactly one succeeds, and nobody meets a fault", async () => {
  await changePool(stage.world.ctx(), stage.pool.id, { gpus: 1 });
  const total = await totalOf(stage.world, stage.pool.id, 1, window(48, 50));
  const tries = await Promise.allSettled(
    Array.from({ length: 300 }, (_, at) =>
      createReservation(
        stage.world.ctx(at % 2 ? stage.ada : stage.bo),
        // Half of them overlap only by a part.
        { wanted: wanted(48 + (at % 2), 50 + (at % 2), 1), expectedTotal: total },
        key(),
      ),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const others = tries.filter((one): one is PromiseRejectedResult => one.status === "rejected");
  expect(new Set(others.map(({ reason }) => typeOf(reason)))).toEqual(new Set(["NotEnoughFree"]));
});

test("G3: random windows at once never promise more than there is, and what fits is not refused", async () => {
  await changePool(stage.world.ctx(), stage.pool.id, { gpus: 4 });
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const asked = Array.from({ length: 120 }, () => {
    const from = 48 + random(60);
    return wanted(from, from + 1 + random(30), 1 + random(3));
  });
  const tries = await Promise.allSettled(asked.map((wish, at) => book(at % 2 ? stage.ada : stage.bo, wish)));
  const reasons = tries.flatMap((one) => (one.status === "rejected" ? [typeOf(one.reason)] : []));
  expect(new Set(reasons)).toEqual(new Set(["NotEnoughFree"]));
  // C2: one after another, whatever still fits by count is taken, however the others lie.
  for (const wish of asked) {
    const fits = Math.min(...(await freeQuarters(wish))) >= wish.gpus;
    const took = await book(stage.ada, wish).then(
      () => true,
      () => false,
    );
    expect(took).toBe(fits);
  }
});

test("C2: what fits by count is not refused for how earlier ones lie", async () => {
  await changePool(stage.world.ctx(), stage.pool.id, { gpus: 2 });
  await book(stage.ada, wanted(48, 50, 1));
  await book(stage.ada, wanted(49, 52, 1));
  await book(stage.ada, wanted(52, 54, 1));
  // With numbered GPUs neither would be free from 50 to 54.
  expect(await book(stage.bo, wanted(50, 54, 1))).toMatchObject({ state: "confirmed" });
});

test("two who extend into the same hours at once: one of them may", async () => {
  const [a, b] = [await book(stage.ada, wanted(48, 50, 4)), await book(stage.bo, wanted(48, 50, 4))];
  await book(stage.ada, wanted(50, 51, 2));
  const end = inHours(stage.world, 51);
  const tries = await Promise.allSettled(
    [a, b].map((one) =>
      extendReservation(
        stage.world.ctx(one.accountId === stage.ada.accountId ? stage.ada : stage.bo),
        one.id,
        end,
        priceExtension(one, end, stage.world.clock.now()).total,
        key(),
      ),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("G4: who moves to and fro across days at once never meets a deadlock", async () => {
  const bookings = await Promise.all(
    Array.from({ length: 8 }, (_, at) => book(stage.ada, wanted(50 + 24 * (at % 4), 52 + 24 * (at % 4), 1))),
  );
  const moves = bookings.flatMap((one, at) =>
    Array.from({ length: 6 }, async (_, round): Promise<unknown> => {
      const to = window(50 + 24 * ((at + round) % 4), 76 + 24 * ((at + round) % 4));
      try {
        const { total } = await priceMove(stage.world.ctx(stage.ada), await reload(stage.ada, one.id), to);
        return await moveBooking(stage.world.ctx(stage.ada), one.id, to, total, key());
      } catch (error) {
        return (error as { type?: string }).type ?? error;
      }
    }),
  );
  const outcomes = new Set(
    (await Promise.all(moves)).map((one) => (String(one).startsWith("res_") ? "moved" : one)),
  );
  outcomes.delete("moved");
  outcomes.delete("NotEnoughFree");
  expect([...outcomes]).toEqual([]);
});

test("a day that a pool's size and a first booking reach for at once is right, whoever is first", async () => {
  for (let round = 0; round < 10; round++) {
    const fresh = await createPool(stage.world.ctx(), { ...stage.pool, rules: null, gpus: 4 });
    const wish = { poolId: fresh.id, gpus: 4, ...window(48, 49) };
    const [booked] = await Promise.allSettled([
      book(stage.ada, wish),
      changePool(stage.world.ctx(), fresh.id, { gpus: 2 + round }),
    ]);
    // A pool that was never too small for it cannot have refused it.
    expect(booked.status === "fulfilled" || round < 2).toBe(true);
    await expectSoundPools(stage.world);
  }
});

test("G2: of three hundred different windows over one quarter of an hour, for one GPU, exactly one is booked", async () => {
  const { world, pool } = stage;
  await changePool(world.ctx(), pool.id, { gpus: 1 });
  const quarter = 15 * 60_000;
  const common = window(60, 61).startsAt.getTime();
  const totals = new Map<number, bigint>();
  const windows = Array.from({ length: 300 }, (_, at) => {
    const before = at % 20;
    const startsAt = new Date(common - before * quarter);
    return { startsAt, endsAt: new Date(common + (4 + Math.floor(at / 20)) * quarter) };
  });
  expect(new Set(windows.map((one) => JSON.stringify(one))).size).toBe(300);
  for (const one of windows) {
    const length = one.endsAt.getTime() - one.startsAt.getTime();
    if (!totals.has(length)) totals.set(length, await totalOf(world, pool.id, 1, one));
  }
  const tries = await Promise.allSettled(
    windows.map((one, at) =>
      createReservation(
        world.ctx(at % 2 ? stage.ada : stage.bo),
        {
          wanted: { poolId: pool.id, gpus: 1, ...one },
          expectedTotal: totals.get(one.endsAt.getTime() - one.startsAt.getTime()) ?? 0n,
        },
        key(),
      ),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const reasons = tries.flatMap((one) => (one.status === "rejected" ? [typeOf(one.reason)] : []));
  expect(new Set(reasons)).toEqual(new Set(["NotEnoughFree"]));
});

const KILLS = 12;

test("G7: with connections cut while many reach for the last GPU at most one has it, and nobody who was told so lost it", async () => {
  const { world, ada, bo, pool } = stage;
  await changePool(world.ctx(), pool.id, { gpus: 1 });
  const wish = wanted(48, 50, 1);
  const expectedTotal = await totalOf(world, pool.id, 1, wish);
  const owner = postgres(world.url, { max: 1, onnotice: () => {} });
  const told = new Set<string>();
  let kills = 0;
  // As often as leaves whoever asks the time to be answered in between.
  const killing = (async () => {
    while (kills < KILLS) {
      kills += await cutSome(owner);
      await new Promise<void>((resolve) => void systemClock.after(20, resolve));
    }
  })();
  // Whoever was not told asks again with the key, and hears what became of it. And all ask on while there is somebody to be
  // cut: a fast machine would be done before.
  await Promise.all(
    Array.from({ length: 60 }, async (_, at) => {
      const mine = key();
      for (;;) {
        const outcome = await outcomeOf(
          async () => {
            const input = { wanted: wish, expectedTotal };
            const { reply } = await createReservation(world.ctx(at % 2 ? stage.ada : stage.bo), input, mine);
            told.add(reply.id);
          },
          (error) => error instanceof Refusal && error.type === "NotEnoughFree",
        );
        if (outcome !== "unknown" && kills >= KILLS) return;
        await aMoment();
      }
    }),
  );
  await killing;
  await owner.end();
  await heal([world.database.sql]);
  expect(kills).toBeGreaterThanOrEqual(KILLS);
  const page = { states: ["confirmed" as const], after: null, limit: 100 };
  const stored = [
    ...(await listReservations(world.ctx(), ada.accountId, page)),
    ...(await listReservations(world.ctx(), bo.accountId, page)),
  ].filter(({ poolId }) => poolId === pool.id);
  expect(told.size).toBe(1);
  expect(stored.map(({ id }) => id)).toEqual([...told]);
});

/** Hands everything on, until it is told to cut: then the next COMMIT reaches the database and its answer nobody. */
async function startCutter(to: URL) {
  let armed = false;
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(to.port), to.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
    }
    let cut = false;
    client.on("data", (data) => {
      upstream.write(data);
      if (!armed || !/commit\0/i.test(data.toString("latin1"))) return;
      [armed, cut] = [false, true];
      cuts += 1;
    });
    upstream.on("data", (data) => {
      // Its answer is there, so the commit is done; nobody hears of it.
      if (cut) client.destroy();
      else client.write(data);
    });
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(to);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    cutNext: () => void (armed = true),
    cuts: () => cuts,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("G12: a booking whose commit nobody heard of is told as not available, and asking again with its key tells the truth", async () => {
  const { world, ada } = stage;
  const cutter = await startCutter(new URL(world.url));
  const far = openDatabase({
    url: cutter.url,
    pool: 1,
    clock: systemClock,
    log: world.log,
    name: "berth-far",
    role: APP_ROLE,
  });
  try {
    const ctx = () => makeContext({ ...world.platform, db: far.db }, ada);
    const wish = wanted(48, 50, 8);
    const input = { wanted: wish, expectedTotal: await totalOf(world, stage.pool.id, 8, wish) };
    const mine = key();
    cutter.cutNext();
    const lost: unknown = await createReservation(ctx(), input, mine).catch((error: unknown) => error);
    expect(isUnavailable(lost)).toBe(true);
    expect(cutter.cuts()).toBe(1);
    const again = await createReservation(ctx(), input, mine);
    expect(again).toMatchObject({ replayed: true, reply: { state: "confirmed" } });
    expect(await stage.free(48, 50)).toEqual([0, 0]);
    await expect(createReservation(ctx(), input, key())).rejects.toMatchObject({ type: "NotEnoughFree" });
  } finally {
    await far.close();
    await cutter.stop();
  }
});
