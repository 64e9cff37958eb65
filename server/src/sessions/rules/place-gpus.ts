/**
 * Into machines of which sizes so many GPUs are put, where these sizes are to be had: into one if there is one
 * of that size, otherwise into as few as can be, the largest first. What cannot be placed is left out.
 */
export function placeGpus(gpus: number, sizes: ReadonlySet<number>): number[] {
  const known = [...sizes].filter((size) => size >= 1 && size <= gpus);
  // best[n]: the fewest machines for exactly n GPUs, by the size of the last.
  const best: { machines: number; last: number }[] = [{ machines: 0, last: 0 }];
  for (let n = 1; n <= gpus; n++) {
    for (const size of known) {
      const before = best[n - size];
      if (!before) continue;
      const machines = before.machines + 1;
      const found = best[n];
      if (!found || machines < found.machines || (machines === found.machines && size > found.last))
        best[n] = { machines, last: size };
    }
  }
  const placed: number[] = [];
  for (let n = most(best, gpus); n > 0; n -= best[n]?.last ?? n) placed.push(best[n]?.last ?? n);
  return placed.toSorted((a, b) => b - a);
}

/** Of all that can be placed exactly, the most. */
function most(best: readonly unknown[], gpus: number): number {
  for (let n = gpus; n > 0; n--) if (best[n]) return n;
  return 0;
}
