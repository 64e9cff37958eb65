import { afterAll, beforeEach, expect, test } from "vitest";
import { live } from "../testing/simulated/people.ts";
import { isReplay, seeds } from "../testing/simulated/seeds.ts";
import { inWords, judge, sums, type Verdict } from "../testing/simulated/verdict.ts";
import { makeWorld, type World } from "../testing/world.ts";

// Lives of Berth, each from a seed: servers with their loops, the real adapter, the network and the simulator's own
// state machine in this process, on a time that is moved to whatever is due next (testing/simulated/). The seed decides
// what people rent, extend and stop, and all that goes wrong: requests and answers that are lost or late, 429, 5xx,
// HTML, half of an answer, every mood of the cloud's, machines that vanish, servers that are killed, asleep or two at
// once, transactions that are cut, clocks that are set. When the dust has settled, the truth is the simulator's own
// account: nothing is left there, nothing is believed to be, every ending has a reason that was so, nobody asked for a
// second machine, no orphan was left for two sweeps, and its bill and the ledger agree to the micro-dollar
// (testing/simulated/bill.ts says what equals what).
//
// A life that fails says its seed. SESSION_SEED=17 npm test world sessions/seeds lives that one again and prints all
// that happened in it. SESSION_SEEDS=2000 lives so many.

/** Of a life that none of them is, with much of everything in it. */
const ANOTHER_SEED = 10_042;

let world: World | null = null;
const verdicts: Verdict[] = [];

async function open(): Promise<World> {
  world ??= await makeWorld({ pool: 2 });
  return world;
}

async function close(): Promise<void> {
  await world?.close();
  world = null;
}

// What a life that went wrong has left behind is nothing to those after it.
beforeEach(({ onTestFailed }) => onTestFailed(close));
afterAll(async () => {
  await close();
  process.stdout.write(`${inWords(verdicts)}\n`);
});

test.each(seeds)("seed %i: the dust settles, and the bill is the ledger's", async (seed) => {
  const life = await live(await open(), seed);
  if (isReplay) process.stdout.write(`${life.universe.history.join("\n")}\n`);
  const verdict = await judge(life);
  verdicts.push(verdict);
  expect(verdict.breaches).toEqual([]);
});

test("over all of them the provider's bill and the ledger differ by what the rules say, and by nothing else", () => {
  const { billed, beforeReady, afterOver, seenLate, shown, rounded, holdsEnd, charged } = sums(verdicts);
  expect(billed - beforeReady - afterOver + seenLate + shown + rounded + holdsEnd - charged).toBe(0n);
});

test.skipIf(isReplay)("the same seed is the same life, whatever was lived before it", async () => {
  const one = await live(await open(), ANOTHER_SEED);
  await close();
  const other = await live(await open(), ANOTHER_SEED);
  expect(other.universe.history).toEqual(one.universe.history);
});
