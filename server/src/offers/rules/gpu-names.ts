import { type GpuName, nameGpu } from "../../values/gpu.ts";
import { Refusal } from "../../values/refusal.ts";

/** A GPU that nobody has heard of is most often one that was mistyped. */
export class UnknownGpu extends Refusal {
  readonly type = "UnknownGpu";
  readonly gpu: string;
  readonly nearest: readonly string[];
  constructor(name: string, nearest: readonly string[]) {
    const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
    super(`There is no GPU “${shown}”. Near it are ${nearest.join(", ")}.`);
    this.gpu = shown;
    this.nearest = nearest;
  }
}

export const LONGEST_NAME = 60;
const NEAREST = 3;

/** The families whose name people leave out: "4090", "A6000". */
const understood = ["", "rtx", "gtx", "quadrortx"];

/** The model that is meant, however it is written; null when it is none of these. */
export function findGpu(name: string, known: readonly string[]): string | null {
  if (name.length > LONGEST_NAME) return null;
  const squeezed = squeeze(nameGpu(name).model);
  const models = bySqueezedName(known);
  for (const family of understood) {
    const found = models.get(family + squeezed);
    if (found) return found;
  }
  return null;
}

/** The same with the socket, where one was named; refuses what nobody has heard of. */
export function readGpu(name: string, known: readonly string[]): GpuName {
  const model = findGpu(name, known);
  if (model === null) throw new UnknownGpu(name, nearestGpus(name, known));
  return { model, socket: nameGpu(name).socket };
}

const squeezedNames = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

function bySqueezedName(known: readonly string[]): ReadonlyMap<string, string> {
  let models = squeezedNames.get(known);
  if (!models) {
    models = new Map(known.map((model) => [squeeze(model), model]));
    squeezedNames.set(known, models);
  }
  return models;
}

/** The three models whose names are fewest slips of a finger away. */
export function nearestGpus(name: string, known: readonly string[]): string[] {
  const squeezed = squeeze(nameGpu(name.slice(0, LONGEST_NAME)).model);
  const slipsTo = (model: string) =>
    Math.min(
      ...understood.map((family) => slipsBetween(family + squeezed, squeeze(model)) + family.length / 10),
    );
  return known
    .map((model) => ({ model, slips: slipsTo(model) }))
    .toSorted((a, b) => a.slips - b.slips || (a.model < b.model ? -1 : 1))
    .slice(0, NEAREST)
    .map(({ model }) => model);
}

function squeeze(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, "");
}

/** Letters added, left out, mistaken, or swapped with a neighbour: the fewest that make one the other. */
export function slipsBetween(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const mistaken = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + mistaken,
        swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
      (rows[i] as number[])[j] = least;
    }
  }
  return at(a.length, b.length);
}
