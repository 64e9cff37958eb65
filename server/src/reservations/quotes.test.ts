import { expect, test } from "vitest";
import { stageBookings } from "../testing/bookings.ts";
import { usd } from "../values/money.ts";
import { createReservation } from "./create.ts";
import { lapseQuotes } from "./lapse-quotes.ts";
import { changePool } from "./pools.ts";
import { quoteReservation } from "./quote.ts";

const stage = stageBookings();
const { book, free, key, reload, stands, wanted } = stage;

test("a quote keeps its place and its price for five minutes, and no credit", async () => {
  const before = await stands(stage.ada);
  const quote = await quoteReservation(stage.world.ctx(stage.ada), wanted(48, 50, 8));
  expect(await stands(stage.ada)).toMatchObject({ held: before.held, available: before.available });
  await expect(book(stage.bo, wanted(49, 51, 1))).rejects.toMatchObject({ type: "NotEnoughFree" });
  await changePool(stage.world.ctx(), stage.pool.id, { pricePerGpuHour: usd(9) });
  const input = { quoteId: quote.id, expectedTotal: quote.totalMicros };
  const { reply } = await createReservation(stage.world.ctx(stage.ada), input, key());
  expect(reply).toMatchObject({ id: quote.id, state: "confirmed", totalMicros: quote.totalMicros });
  await expect(createReservation(stage.world.ctx(stage.ada), input, key())).rejects.toMatchObject({
    type: "QuoteOver",
  });
});

test("a place that cannot be paid is not kept from others", async () => {
  await changePool(stage.world.ctx(), stage.pool.id, { pricePerGpuHour: usd(100_000) });
  await expect(quoteReservation(stage.world.ctx(stage.ada), wanted(48, 50, 8))).rejects.toMatchObject({
    type: "InvalidInput",
    field: "gpus",
    message: expect.stringMatching(/of credit is available/) as string,
  });
  expect(await free(48, 50)).toEqual([8, 8]);
});

test("a quote that ran out is worth nothing, and blocks nobody, even before it is swept", async () => {
  const quote = await quoteReservation(stage.world.ctx(stage.ada), wanted(48, 50, 8));
  await stage.world.clock.advance(5 * 60_000);
  const input = { quoteId: quote.id, expectedTotal: quote.totalMicros };
  await expect(createReservation(stage.world.ctx(stage.ada), input, key())).rejects.toMatchObject({
    type: "QuoteOver",
  });
  expect(await book(stage.bo, wanted(48, 50, 8))).toMatchObject({ state: "confirmed" });
  expect(await lapseQuotes(stage.world.ctx())).toBe(0);
});

test("a quote of another account is not found, and its place is given back only by its own", async () => {
  const quote = await quoteReservation(stage.world.ctx(stage.ada), wanted(48, 50, 8));
  const input = { quoteId: quote.id, expectedTotal: quote.totalMicros };
  await expect(createReservation(stage.world.ctx(stage.bo), input, key())).rejects.toMatchObject({
    type: "NotFound",
  });
  const next = await quoteReservation(stage.world.ctx(stage.ada), wanted(49, 51, 8), quote.id);
  expect(await free(48, 52)).toEqual([8, 0, 0, 8]);
  await stage.world.clock.advance(5 * 60_000);
  expect(await lapseQuotes(stage.world.ctx())).toBe(1);
  expect((await reload(stage.ada, next.id)).parts).toEqual([]);
});

test("an account keeps five quotes at a time", async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, (_, at) =>
      quoteReservation(stage.world.ctx(stage.ada), wanted(48 + at, 49 + at, 1)),
    ),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  for (const one of tries)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ type: "TooManyQuotes" });
  await stage.world.clock.advance(6 * 60_000);
  await lapseQuotes(stage.world.ctx());
});
