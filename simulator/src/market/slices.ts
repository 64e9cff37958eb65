/**
 * How a machine's GPUs are cut into slices that can be rented: aligned runs of 1, 2, 4 and 8, and the whole
 * machine. Two slices that share a GPU are siblings: renting one takes the other away.
 */
export interface Slice {
  first: number;
  size: number;
}

/** A slice on offer under an id, which can be rented once. */
export interface Ask extends Slice {
  id: number;
  machineId: number;
}

export function slicesOf(gpuCount: number, minChunk: number): Slice[] {
  const sizes = [...new Set([gpuCount, 8, 4, 2, 1])].filter((size) => size <= gpuCount && size >= minChunk);
  return sizes.flatMap((size) =>
    Array.from({ length: Math.floor(gpuCount / size) }, (_, index) => ({ first: index * size, size })),
  );
}

/** Every place for so many GPUs side by side, aligned or not. */
export function runsOf(gpuCount: number, size: number): Slice[] {
  return Array.from({ length: Math.max(0, gpuCount - size + 1) }, (_, first) => ({ first, size }));
}

export function overlap(one: Slice, other: Slice): boolean {
  return one.first < other.first + other.size && other.first < one.first + one.size;
}

export function isFree(slots: readonly unknown[], { first, size }: Slice): boolean {
  for (let gpu = first; gpu < first + size; gpu++) {
    if (slots[gpu] !== null) return false;
  }
  return true;
}
