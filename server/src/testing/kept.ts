import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (how: { type: "minor" | "major" }) => void;

/**
 * What doing something leaves behind, in bytes each time. Whatever is over should be found by the quick look through what
 * is young; what is held by something old, though it is over too, stays until all that is old is looked through, and
 * meanwhile everybody waits for it to be carried about. It is the least of three, since whatever else goes on in this
 * process leaves something, or has something of its own found, in one of them.
 */
export async function keptBy(act: () => unknown, times = 50): Promise<number> {
  collect({ type: "major" });
  // The first are for the compiler, and for what is kept on purpose.
  for (let time = 0; time < 2 * times; time++) await act();
  const kept: number[] = [];
  for (let round = 0; round < 3; round++) {
    const before = usedBytes();
    for (let time = 0; time < times; time++) await act();
    kept.push((usedBytes() - before) / times);
  }
  // What is left lying is left by each round; what only one has is the compiler's, or the machine's at that moment.
  return Math.min(...kept);
}

/** What is held, whether by something that is over or not. */
export function heldBytes(): number {
  collect({ type: "major" });
  return getHeapStatistics().used_heap_size;
}

function usedBytes(): number {
  // What is young has been looked through twice before it counts as old.
  for (let time = 0; time < 3; time++) collect({ type: "minor" });
  return getHeapStatistics().used_heap_size;
}
