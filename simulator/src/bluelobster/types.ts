import { soldElsewhere, models, type GpuModel } from "../market/models.ts";

/**
 * What Blue Lobster rents: machines of 19 fixed types, two of them without a GPU. A type is so many GPUs of one model
 * with all that goes with them, and its price is a whole number of cents an hour. Four of the ids are known; the
 * others are made after them.
 */
export interface InstanceType {
  id: string;
  model: GpuModel;
  /** What it calls the card; null where there is none. */
  gpuModel: string | null;
  /** How much of a node it takes: its GPUs, or one seat where there are none. */
  size: number;
  gpus: number;
  vcpus: number;
  memoryGib: number;
  storageGib: number;
}

interface Family {
  prefix: string;
  suffix: string;
  model: string;
  says: string;
  sizes: readonly number[];
  /** For each GPU, and what it costs an hour until the list is revised. */
  cents: number;
  vcpus: number;
  memoryGib: number;
  storageGib: number;
}

const families: readonly Family[] = [
  {
    prefix: "v1",
    suffix: "2080ti",
    model: "RTX 2080 Ti",
    says: "2080 Ti",
    cents: 12,
    sizes: [1, 2, 4],
    vcpus: 6,
    memoryGib: 24,
    storageGib: 100,
  },
  {
    prefix: "v1",
    suffix: "a4000",
    model: "RTX A4000",
    says: "A4000",
    cents: 20,
    sizes: [1, 2, 4],
    vcpus: 8,
    memoryGib: 32,
    storageGib: 200,
  },
  {
    prefix: "v1",
    suffix: "a5000",
    model: "RTX A5000",
    says: "A5000",
    cents: 30,
    sizes: [1, 2, 4],
    vcpus: 8,
    memoryGib: 48,
    storageGib: 200,
  },
  {
    prefix: "v1",
    suffix: "8000",
    model: "Q RTX 8000",
    says: "RTX 8000",
    cents: 35,
    sizes: [1, 2, 4],
    vcpus: 12,
    memoryGib: 64,
    storageGib: 300,
  },
  {
    prefix: "v1",
    suffix: "a6000",
    model: "RTX A6000",
    says: "A6000",
    cents: 55,
    sizes: [1, 2, 4],
    vcpus: 12,
    memoryGib: 64,
    storageGib: 300,
  },
  {
    prefix: "v2",
    suffix: "5090",
    model: "RTX 5090",
    says: "RTX 5090",
    cents: 75,
    sizes: [1, 2],
    vcpus: 16,
    memoryGib: 64,
    storageGib: 400,
  },
];

export const instanceTypes: readonly InstanceType[] = [
  ...families.flatMap(({ prefix, suffix, model, says, sizes, vcpus, memoryGib, storageGib }) =>
    sizes.map((size) => ({
      id: `${prefix}_gpu_${size}x_${suffix}`,
      model: modelCalled(model),
      gpuModel: says,
      size,
      gpus: size,
      vcpus: vcpus * size,
      memoryGib: memoryGib * size,
      storageGib: storageGib * size,
    })),
  ),
  ...[1, 2].map((size) => ({
    id: `v1_cpu_${size * 4}x`,
    model: modelCalled("CPU"),
    gpuModel: null,
    size,
    gpus: 0,
    vcpus: 4 * size,
    memoryGib: 16 * size,
    storageGib: 80 * size,
  })),
];

export function findType(id: string): InstanceType | undefined {
  return instanceTypes.find((type) => type.id === id);
}

/** By its key, which tells apart what goes by one name. */
export function modelCalled(key: string): GpuModel {
  const model = [...models, ...soldElsewhere].find((candidate) => candidate.key === key);
  if (!model) throw new Error(`There is no model ${key}.`);
  return model;
}

/** What a card of that model, or a seat without one, costs an hour to begin with. */
export function centsToBegin(model: string): number {
  return families.find((family) => family.model === model)?.cents ?? 3;
}
