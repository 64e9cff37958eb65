import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (how: { type: "minor" | "major" }) => void;

/**
 * What doing something leaves behind, in bytes each time. Whatever is over should be found by the quick look through what
 * is young; what is held by something old, though it is over too, stays until all that is old is looked through, and
 * meanwhile everybody waits for it to be carried about.
 */
export async function keptBy(act: () => unknown, times = 100): Promise<number> {
  // The first are for the compiler, and for what is kept on purpose.
  for (let time = 0; time < times; time++) await act();
  // What others left behind would else be found missing in between.
  collect({ type: "major" });
  const before = usedBytes();
  for (let time = 0; time < times; time++) await act();
  return (usedBytes() - before) / times;
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
