import { randomFor, type Random } from "../random.ts";
import { DAY, HOUR } from "../clock.ts";
import type { Host } from "./hosts.ts";
import type { GpuModel } from "./models.ts";
import type { Ask } from "./slices.ts";

/** Who sits on a GPU: nobody, somebody else's customer, or one of our contracts. */
export type Occupant =
  | { kind: "stranger"; tenancy: number }
  | { kind: "contract"; contractId: number }
  | null;

/** What a host says about a machine. Nulls are fields the real list leaves empty too. */
export interface Specs {
  vramMb: number;
  driver: string;
  cuda: number;
  cpuName: string | null;
  cpuArch: string;
  cpuCores: number | null;
  cpuGhz: number | null;
  ramMb: number;
  moboName: string | null;
  osVersion: string | null;
  diskGb: number;
  diskName: string | null;
  diskMbPerSecond: number;
  pcieGbPerSecond: number;
  gpuLanes: number;
  gpuMaxTemp: number | null;
  megabitsDown: number;
  megabitsUp: number;
  directPorts: number;
  ipAddress: string;
  geolocation: string | null;
  hasAvx: 0 | 1;
  vmsEnabled: boolean;
  displayActive: boolean;
}

/** Where a machine is not what its host says. */
export interface Truth {
  cuda: number;
  /** Some machines never let an attached key in. */
  acceptsKeys: boolean;
}

export interface Machine {
  id: number;
  host: Host;
  model: GpuModel;
  gpuCount: number;
  /** The fewest GPUs the host rents out at a time. */
  minChunk: number;
  specs: Specs;
  /** Everything left to chance about this machine comes from here. */
  random: Random;
  /** What this machine asks, as a multiple of its model's level. */
  standing: number;
  /** Micro-dollars per GPU-hour, on demand and as the lowest bid. */
  price: number;
  minBid: number;
  /** The lowest bid the host takes, as a share of the price. */
  bidShare: number;
  /** Set by hand over the control endpoint: hosts leave it alone until it is let go. */
  priceHeld: boolean;
  reliability: number;
  /** What a look inside would find. */
  truth: Truth;
  /** Who sits on each GPU. */
  slots: Occupant[];
  /** The asks this machine has out, largest slice first. */
  asks: Ask[];
  listed: boolean;
  online: boolean;
  startedAt: number;
  endsAt: number;
  /** Goes up whenever anything a list would show has changed. */
  revision: number;
}

interface Cpu {
  name: string;
  cores: number;
  ghz: number;
  mobo: string;
  datacenter: boolean;
}

const cpus: readonly Cpu[] = [
  {
    name: "AMD Ryzen 9 7950X 16-Core Processor",
    cores: 32,
    ghz: 5.7,
    mobo: "ROG STRIX X670E-E",
    datacenter: false,
  },
  {
    name: "AMD Ryzen 9 5950X 16-Core Processor",
    cores: 32,
    ghz: 3.4,
    mobo: "X570 Taichi",
    datacenter: false,
  },
  {
    name: "AMD Ryzen Threadripper PRO 5975WX 32-Cores",
    cores: 64,
    ghz: 3.6,
    mobo: "WRX80D8-2T",
    datacenter: false,
  },
  {
    name: "13th Gen Intel® Core™ i9-13900K",
    cores: 32,
    ghz: 5.5,
    mobo: "Z790 AORUS ELITE",
    datacenter: false,
  },
  { name: "Intel® Core™ i7-8700K", cores: 12, ghz: 3.7, mobo: "TUF Z390-PLUS GAMING", datacenter: false },
  { name: "Xeon® E5-2698 v4", cores: 80, ghz: 2.2, mobo: "X10DRG-Q", datacenter: false },
  { name: "AMD EPYC 7543 32-Core Processor", cores: 64, ghz: 2.8, mobo: "ROMED8-2T", datacenter: true },
  { name: "AMD EPYC 7713 64-Core Processor", cores: 128, ghz: 2.0, mobo: "H12DSG-O-CPU", datacenter: true },
  {
    name: "AMD EPYC 9354 32-Core Processor",
    cores: 128,
    ghz: 3.25,
    mobo: "TURIN2D24G-2L+",
    datacenter: true,
  },
  { name: "AMD EPYC 9654 96-Core Processor", cores: 384, ghz: 2.4, mobo: "H13DSG-O-CPU", datacenter: true },
  { name: "Xeon® Platinum 8480+", cores: 224, ghz: 2.0, mobo: "X13DEG-OA", datacenter: true },
  { name: "Xeon® Platinum 8468", cores: 192, ghz: 2.1, mobo: "0H3K7P", datacenter: true },
];

/** Driver and the newest CUDA it carries, oldest first. */
const drivers: readonly (readonly [driver: string, cuda: number])[] = [
  ["470.256.02", 11.4],
  ["525.147.05", 12.0],
  ["535.183.01", 12.2],
  ["535.230.02", 12.2],
  ["550.54.15", 12.4],
  ["550.127.05", 12.4],
  ["555.58.02", 12.5],
  ["560.35.05", 12.6],
  ["565.57.01", 12.7],
  ["570.124.04", 12.8],
  ["570.172.08", 12.8],
  ["575.57.08", 12.9],
  ["580.65.06", 13.0],
  ["580.95.05", 13.0],
];

const disks = [
  "Samsung SSD 990 PRO",
  "KIOXIA KCD8XRUG",
  "WD_BLACK SN850X",
  "INTEL SSDPE2KX080T8",
  "nvme",
  "HP SSD EX950",
];

interface Shape {
  gpus: number;
  consumer: number;
  workstation: number;
  datacenter: number;
}

/** How many GPUs machines carry: single cards and rigs in homes, full boards in data centres. */
const shapes: readonly Shape[] = [
  { gpus: 1, consumer: 38, workstation: 32, datacenter: 16 },
  { gpus: 2, consumer: 20, workstation: 20, datacenter: 12 },
  { gpus: 3, consumer: 4, workstation: 3, datacenter: 0 },
  { gpus: 4, consumer: 18, workstation: 22, datacenter: 22 },
  { gpus: 6, consumer: 5, workstation: 3, datacenter: 1 },
  { gpus: 8, consumer: 14, workstation: 20, datacenter: 49 },
  { gpus: 10, consumer: 1, workstation: 0, datacenter: 0 },
];

export function makeMachine(id: number, host: Host, seed: string, now: number): Machine {
  const random = randomFor(`${seed}/machine/${id}`);
  const model = random.pick(host.models);
  const gpuCount = random.weighted(shapes, (shape) => shape[model.tier]).gpus;
  const spread = model.tier === "datacenter" ? 0.16 : 0.32;
  const standing = random.logNormal(host.place.priceFactor * (host.datacenter ? 1.12 : 1), spread);
  const isNew = random.chance(0.06);
  const specs = makeSpecs(host, model, gpuCount, random);
  return {
    id,
    host,
    model,
    gpuCount,
    minChunk: gpuCount > 1 && random.chance(model.tier === "datacenter" ? 0.2 : 0.1) ? gpuCount : 1,
    specs,
    random,
    standing,
    price: 0,
    minBid: 0,
    bidShare: random.between(0.4, 0.75),
    priceHeld: false,
    // A machine that is new to the market starts at about 0.6 and earns the rest.
    reliability: isNew
      ? random.between(0.58, 0.75)
      : Math.min(0.9999, random.normal(host.reliability, 0.004)),
    truth: {
      cuda: random.chance(0.02) ? Math.round(specs.cuda * 10 - 1) / 10 : specs.cuda,
      acceptsKeys: !random.chance(host.datacenter ? 0.002 : 0.015),
    },
    slots: Array.from({ length: gpuCount }, () => null),
    asks: [],
    listed: true,
    online: true,
    startedAt: now - random.between(2, 700) * DAY,
    endsAt: now + random.logNormal(40, 0.9) * DAY + 6 * HOUR,
    revision: 0,
  };
}

/** What it takes for a machine to be all that its row says, and to let in whoever has the key. */
export function makeHonest(machine: Machine): void {
  machine.truth = { cuda: machine.specs.cuda, acceptsKeys: true };
}

function makeSpecs(host: Host, model: GpuModel, gpuCount: number, random: Random): Specs {
  const cpu = random.pick(
    cpus.filter((candidate) => candidate.datacenter === (host.datacenter || gpuCount >= 6)),
  );
  const [driver, cuda] = random.pick(
    drivers.filter(([version]) => Number.parseInt(version, 10) >= model.minDriver),
  );
  const ramPerGpu = random.pick(model.tier === "datacenter" ? [64, 96, 128, 190, 250] : [16, 24, 32, 48, 64]);
  return {
    vramMb: random.pick(model.vramMb),
    driver,
    cuda,
    cpuName: orNull(random, 0.01, cpu.name),
    cpuArch: "amd64",
    cpuCores: orNull(random, 0.02, random.chance(0.01) ? 0 : cpu.cores),
    cpuGhz: orNull(random, 0.03, cpu.ghz),
    ramMb: Math.round(ramPerGpu * 1024 * Math.max(1, gpuCount) * random.between(0.96, 1)),
    moboName: orNull(random, 0.02, cpu.mobo),
    osVersion: orNull(random, 0.03, random.pick(["20.04", "22.04", "22.04", "24.04"])),
    diskGb:
      random.between(0.7, 1.3) * random.pick([480, 960, 1_900, 3_800, 7_600]) * (host.datacenter ? 2 : 1),
    diskName: orNull(random, 0.02, random.pick(disks)),
    diskMbPerSecond: random.logNormal(2_400, 0.6),
    pcieGbPerSecond: random.between(0.45, 0.9) * 2 ** (model.pciGeneration - 1) * 3.9,
    gpuLanes: random.pick(model.tier === "consumer" ? [4, 8, 16, 16] : [16]),
    gpuMaxTemp: orNull(random, 0.04, random.pick([83, 85, 88, 90, 92])),
    megabitsDown: Math.max(18, host.megabitsDown * random.between(0.7, 1.1)),
    megabitsUp: Math.max(6, host.megabitsUp * random.between(0.7, 1.1)),
    directPorts: random.chance(0.04) ? 0 : random.pick([15, 49, 100, 199, 250, 999]),
    ipAddress: ipAddressOf(random),
    geolocation: geolocationOf(host, random),
    hasAvx: random.chance(0.985) ? 1 : 0,
    vmsEnabled: host.datacenter && random.chance(0.3),
    displayActive: model.tier === "consumer" && random.chance(0.05),
  };
}

function orNull<T>(random: Random, probability: number, value: T): T | null {
  return random.chance(probability) ? null : value;
}

/** Addresses kept for documentation: they look real and reach nobody. Some hosts report theirs with a stray newline. */
function ipAddressOf(random: Random): string {
  const network = random.pick(["192.0.2", "198.51.100", "203.0.113"]);
  return `${network}.${random.integer(1, 254)}${random.chance(0.03) ? "\n" : ""}`;
}

/** Some rows name only the country, and some not even that. */
function geolocationOf(host: Host, random: Random): string | null {
  if (random.chance(0.01)) return null;
  return random.chance(0.025) ? `, ${host.place.country}` : host.place.name;
}
