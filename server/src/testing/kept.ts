import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (how: { type: "minor" | "major" }) => void;

/**
 * What doing something leaves behind, in bytes each time. Whatever is over should be found by the quick look through what
 * is young; what is held by something old, though it is over too, stays until all that is old is looked through, and
 * meanwhile everybody waits for it to be carried about. It is the middle one of five: whatever else goes on in this
 * process leaves something in one of them, and where all that is old is looked through meanwhile, one comes to nothing.
 */
export async function keptBy(act: () => unknown, times = 50): Promise<number> {
  collect({ type: "major" });
  // The first are for the compiler, and for what is kept on purpose.
  for (let time = 0; time < 2 * times; time++) await act();
  const kept: number[] = [];
  for (let round = 0; round < 5; round++) {
    const before = usedBytes();
    for (let time = 0; time < times; time++) await act();
    kept.push((usedBytes() - before) / times);
  }
  return kept.toSorted((a, b) => a - b)[2] ?? 0;
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
