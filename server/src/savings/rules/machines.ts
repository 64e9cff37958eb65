import type { Cloud } from "./clouds.ts";

// The machines of large clouds whose prices are taken from their files, by their exact names. What a price file does not
// say of them, how many GPUs of which form and memory, is here; what is not here is not taken.

export interface Machine {
  gpuModel: string;
  gpuSocket: string;
  vramGb: number;
  gpus: number;
}

/** At Google a machine is sold by its parts, of which each has a price of its own. */
export interface MachineOfParts extends Machine {
  /** As the description of the GPU's price begins. */
  gpuName: string;
  family: "A2" | "A3" | "G2";
  vcpus: number;
  ramGib: number;
}

const of = (gpuModel: string, gpuSocket: string, vramGb: number) => (gpus: number) => ({
  gpuModel,
  gpuSocket,
  vramGb,
  gpus,
});
const h100 = of("H100", "SXM", 80);
const h100Nvl = of("H100", "NVL", 94);
const h200 = of("H200", "SXM", 141);
const a100 = of("A100", "SXM", 40);
const a100Of80 = of("A100", "SXM", 80);
const a100Pcie = of("A100", "PCIe", 80);
const l40s = of("L40S", "PCIe", 48);
const l4 = of("L4", "PCIe", 24);
const a10g = of("A10G", "PCIe", 24);
const a10 = of("A10", "PCIe", 24);
const t4 = of("T4", "PCIe", 16);

export const awsMachines: Readonly<Record<string, Machine>> = {
  "p5.4xlarge": h100(1),
  "p5.48xlarge": h100(8),
  "p5en.48xlarge": h200(8),
  "p4d.24xlarge": a100(8),
  "p4de.24xlarge": a100Of80(8),
  "g6e.xlarge": l40s(1),
  "g6e.12xlarge": l40s(4),
  "g6e.48xlarge": l40s(8),
  "g6.xlarge": l4(1),
  "g6.12xlarge": l4(4),
  "g6.48xlarge": l4(8),
  "g5.xlarge": a10g(1),
  "g5.12xlarge": a10g(4),
  "g5.48xlarge": a10g(8),
  "g4dn.xlarge": t4(1),
  "g4dn.12xlarge": t4(4),
};

export const azureMachines: Readonly<Record<string, Machine>> = {
  Standard_ND96isr_H100_v5: h100(8),
  Standard_NC40ads_H100_v5: h100Nvl(1),
  Standard_NC80adis_H100_v5: h100Nvl(2),
  Standard_ND96isr_H200_v5: h200(8),
  Standard_ND96asr_v4: a100(8),
  Standard_ND96amsr_A100_v4: a100Of80(8),
  Standard_NC24ads_A100_v4: a100Pcie(1),
  Standard_NC48ads_A100_v4: a100Pcie(2),
  Standard_NC96ads_A100_v4: a100Pcie(4),
  Standard_NV36ads_A10_v5: a10(1),
  Standard_NV72ads_A10_v5: a10(2),
  Standard_NC4as_T4_v3: t4(1),
  Standard_NC64as_T4_v3: t4(4),
};

const parts = (gpuName: string, family: MachineOfParts["family"], vcpus: number, ramGib: number) => ({
  gpuName,
  family,
  vcpus,
  ramGib,
});

export const gcpMachines: Readonly<Record<string, MachineOfParts>> = {
  "a3-highgpu-8g": { ...h100(8), ...parts("Nvidia H100 80GB GPU", "A3", 208, 1872) },
  "a2-highgpu-1g": { ...a100(1), ...parts("Nvidia Tesla A100 GPU", "A2", 12, 85) },
  "a2-highgpu-8g": { ...a100(8), ...parts("Nvidia Tesla A100 GPU", "A2", 96, 680) },
  "a2-ultragpu-1g": { ...a100Of80(1), ...parts("Nvidia Tesla A100 80GB GPU", "A2", 12, 170) },
  "a2-ultragpu-8g": { ...a100Of80(8), ...parts("Nvidia Tesla A100 80GB GPU", "A2", 96, 1360) },
  "g2-standard-4": { ...l4(1), ...parts("Nvidia L4 GPU", "G2", 4, 16) },
  "g2-standard-96": { ...l4(8), ...parts("Nvidia L4 GPU", "G2", 96, 384) },
};

export function machinesOf(cloud: Cloud): Readonly<Record<string, Machine>> {
  return { aws: awsMachines, azure: azureMachines, gcp: gcpMachines }[cloud];
}
