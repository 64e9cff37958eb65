import { models, type GpuModel } from "../market/models.ts";

/** What TensorDock calls the cards it sells: one name for programs and one for people, both with form and memory. */
export interface GpuName {
  model: GpuModel;
  v0Name: string;
  displayName: string;
}

const named = (key: string, v0Name: string, displayName: string): GpuName => {
  const model = models.find((candidate) => candidate.key === key);
  if (!model) throw new Error(`There is no model ${key}.`);
  return { model, v0Name, displayName };
};

export const gpuNames: readonly GpuName[] = [
  named("RTX 3090", "geforcertx3090-pcie-24gb", "NVIDIA GeForce RTX 3090 PCIe 24GB"),
  named("RTX 4090", "geforcertx4090-pcie-24gb", "NVIDIA GeForce RTX 4090 PCIe 24GB"),
  named("RTX 5090", "geforcertx5090-pcie-32gb", "NVIDIA GeForce RTX 5090 PCIe 32GB"),
  named("RTX A4000", "rtxa4000-pcie-16gb", "NVIDIA RTX A4000 PCIe 16GB"),
  named("RTX A5000", "rtxa5000-pcie-24gb", "NVIDIA RTX A5000 PCIe 24GB"),
  named("RTX A6000", "rtxa6000-pcie-48gb", "NVIDIA RTX A6000 PCIe 48GB"),
  named("RTX 6000Ada", "rtx6000ada-pcie-48gb", "NVIDIA RTX 6000 Ada PCIe 48GB"),
  named("L40", "l40-pcie-48gb", "NVIDIA L40 PCIe 48GB"),
  named("L40S", "l40s-pcie-48gb", "NVIDIA L40S PCIe 48GB"),
  named("A100 PCIE 80GB", "a100-pcie-80gb", "NVIDIA A100 PCIe 80GB"),
  named("A100 SXM4 80GB", "a100-sxm4-80gb", "NVIDIA A100 SXM4 80GB"),
  named("H100 PCIE", "h100-pcie-80gb", "NVIDIA H100 PCIe 80GB"),
  named("H100 SXM", "h100-sxm5-80gb", "H100 SXM5 80GB"),
  named("H100 NVL", "h100-nvl-94gb", "NVIDIA H100 NVL 94GB"),
  named("H200", "h200-sxm5-141gb", "NVIDIA H200 SXM5 141GB"),
  named("Tesla T4", "teslat4-pcie-16gb", "NVIDIA Tesla T4 PCIe 16GB"),
  named("Tesla V100 16GB", "v100-sxm2-16gb", "NVIDIA Tesla V100 SXM2 16GB"),
];

export function nameOf(model: GpuModel): GpuName {
  const name = gpuNames.find((candidate) => candidate.model === model);
  if (!name) throw new Error(`TensorDock does not sell ${model.key}.`);
  return name;
}
