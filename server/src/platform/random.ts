import { randomBytes } from "node:crypto";

export interface Random {
  bytes(count: number): Uint8Array;
}

const POOL = 4_096;
let pool = Buffer.alloc(0);
let at = 0;

/** Ids want a few bytes each, many times a second: the system is asked for many at once, and each is given out once. */
export const systemRandom: Random = {
  bytes(count) {
    if (count > POOL) return randomBytes(count);
    if (at + count > pool.length) {
      pool = randomBytes(POOL);
      at = 0;
    }
    const taken = new Uint8Array(pool.subarray(at, at + count));
    pool.fill(0, at, at + count);
    at += count;
    return taken;
  },
};
