import type { Actor } from "../values/actor.ts";
import { type IdPrefix, makeId } from "../values/id.ts";
import type { Bell } from "./bell.ts";
import type { Clock } from "./clock.ts";
import type { Db } from "./db/database.ts";
import type { Log } from "./log.ts";
import type { Random } from "./random.ts";
import type { Seal } from "./seal.ts";

/**
 * What a verb is given: on whose behalf, in which database or transaction, and where the hour, the
 * ids and the chance come from.
 */
export interface Ctx {
  actor: Actor;
  db: Db;
  clock: Clock;
  random: Random;
  log: Log;
  bell: Bell;
  seal: Seal;
  now(): Date;
  newId(prefix: IdPrefix): string;
  /** Runs once the transaction at hand has committed; at once outside of one. */
  afterCommit(act: () => void): void;
}

export type Platform = Pick<Ctx, "db" | "clock" | "random" | "log" | "bell" | "seal">;

export function makeContext(platform: Platform, actor: Actor): Ctx {
  const { clock, random } = platform;
  return {
    ...platform,
    actor,
    now: () => clock.now(),
    newId: (prefix) => makeId(prefix, clock.now().getTime(), random.bytes(10)),
    afterCommit: (act) => act(),
  };
}

export async function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const afterwards: (() => void)[] = [];
  const result = await ctx.db.transaction((tx) =>
    work({ ...ctx, db: tx, afterCommit: (act) => afterwards.push(act) }),
  );
  for (const act of afterwards) ctx.afterCommit(act);
  return result;
}

/** All that is read in it is of one instant, whatever is written meanwhile. */
export async function inSnapshot<T>(ctx: Ctx, read: (ctx: Ctx) => Promise<T>): Promise<T> {
  return ctx.db.transaction((tx) => read({ ...ctx, db: tx }), {
    isolationLevel: "repeatable read",
    accessMode: "read only",
  });
}
