import { countryCode } from "../../values/country.ts";
import { InvalidInput } from "../../values/refusal.ts";
import { LARGEST_DISK_GB } from "./all-in-price.ts";
import type { OfferFilter } from "./filter.ts";
import { readGpu } from "./gpu-names.ts";
import { isVersion } from "./version.ts";

const sockets = ["SXM", "PCIe", "NVL"];

/** The filter with every name as offers carry it; refuses what can find nothing because it means nothing. */
export function readFilter(filter: OfferFilter, known: readonly string[]): OfferFilter {
  if (filter.cudaMin != null && !isVersion(filter.cudaMin)) {
    throw new InvalidInput(
      "filter.cudaMin",
      "A CUDA version is written as numbers with points, such as 12.4.",
    );
  }
  refuseOddDisk("filter.allInDiskGb", filter.allInDiskGb);
  refuseOddDisk("filter.diskGbMin", filter.diskGbMin);
  for (const name of ["reliabilityMin", "availabilityMin"] as const) {
    if ((filter[name] ?? 0) > 1) throw new InvalidInput(`filter.${name}`, "It is between 0 and 1.");
  }
  for (const [name, value] of Object.entries(filter) as [string, unknown][]) {
    if ((typeof value === "number" || typeof value === "bigint") && value < 0)
      throw new InvalidInput(`filter.${name}`, "No offer has less than nothing.");
  }
  return {
    ...filter,
    ...(filter.gpuModels && { gpuModels: filter.gpuModels.map((name) => readModel(name, known)) }),
    ...(filter.gpuSockets && { gpuSockets: filter.gpuSockets.map(readSocket) }),
    ...(filter.countries && {
      countries: filter.countries.map((name) => countryCode(name) ?? name.toUpperCase()),
    }),
  };
}

function readModel(name: string, known: readonly string[]): string {
  const { model, socket } = readGpu(name, known);
  if (socket === null) return model;
  throw new InvalidInput("filter.gpuModels", `Ask for ${model} here, and for ${socket} in gpuSockets.`);
}

function readSocket(name: string): string {
  const found = sockets.find((socket) => socket.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new InvalidInput("filter.gpuSockets", `A socket is ${sockets.join(", ")}.`);
}

function refuseOddDisk(field: string, diskGb: number | null | undefined): void {
  if (diskGb == null || (diskGb >= 0 && diskGb <= LARGEST_DISK_GB)) return;
  throw new InvalidInput(field, `A disk has between 0 and ${LARGEST_DISK_GB} GB.`);
}
