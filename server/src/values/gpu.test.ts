import { expect, test } from "vitest";
import { nameGpu } from "./gpu.ts";

test("one card has one name, however it is written", () => {
  const same: Record<string, string[]> = {
    "RTX 4090 / -": ["RTX 4090", "RTX_4090", "NVIDIA GeForce RTX 4090", "rtx4090"],
    "RTX 3090 / PCIe": ["NVIDIA GeForce RTX 3090 PCIe 24GB", "RTX 3090 PCIE", "geforcertx3090-pcie-24gb"],
    "RTX A6000 / PCIe": ["rtxa6000-pcie-48gb", "NVIDIA RTX A6000 PCIe 48GB"],
    "RTX 6000 Ada / PCIe": ["rtx6000ada-pcie-48gb", "NVIDIA RTX 6000 Ada PCIe 48GB"],
    "T4 / PCIe": ["teslat4-pcie-16gb"],
    "V100 / SXM": ["v100-sxm2-16gb", "NVIDIA Tesla V100 SXM2 16GB"],
    "H100 / NVL": ["h100-nvl-94gb", "NVIDIA H100 NVL 94GB"],
    "H200 / SXM": ["h200-sxm5-141gb"],
    "RTX 3090 Ti / -": ["RTX 3090 Ti", "rtx_3090_ti", "RTX 3090Ti"],
    "H100 / SXM": ["H100 SXM", "H100 SXM5", "NVIDIA H100 SXM5 80GB", "h100-sxm5-80gb"],
    "H100 / PCIe": ["H100 PCIE", "NVIDIA H100 PCIe"],
    "H200 / NVL": ["H200 NVL"],
    "A100 / SXM": ["A100 SXM4", "A100-SXM4-40GB"],
    "V100 / -": ["Tesla V100"],
    "T4 / -": ["Tesla T4", "T4"],
    "A10 / -": ["A10"],
    "A10G / -": ["A10g"],
    "L40S / -": ["L40S"],
    "RTX A6000 / -": ["RTX A6000", "A6000", "NVIDIA RTX A6000"],
    "RTX A4000 / -": ["A4000", "RTX_A4000"],
    "RTX 2080 Ti / -": ["2080 Ti", "RTX 2080 Ti", "GeForce RTX 2080Ti"],
    "RTX 5090 / -": ["5090", "RTX 5090"],
    "A40 / -": ["A40"],
    "A100 / -": ["A100"],
    "RTX 6000 Ada / -": ["RTX 6000Ada", "RTX_6000Ada", "RTX 6000 Ada"],
    "RTX 4070 Ti Super / -": ["RTX 4070S Ti"],
    "Quadro RTX 8000 / -": ["Q RTX 8000", "RTX 8000"],
  };
  for (const [name, ways] of Object.entries(same)) {
    for (const raw of ways) {
      const { model, socket } = nameGpu(raw);
      expect(`${model} / ${socket ?? "-"}`, raw).toBe(name);
    }
  }
});

test("a name of no known family is kept as it is", () => {
  expect(nameGpu("Gaudi 3 HL-325L")).toEqual({ model: "Gaudi 3 HL 325L", socket: null });
  expect(nameGpu("NVIDIA")).toEqual({ model: "NVIDIA", socket: null });
});

test("a name that is none of ours, though every object has something so named, stays as it is", () => {
  expect(nameGpu("constructor")).toEqual({ model: "constructor", socket: null });
});

test("a card is known by what its driver calls it, or every machine with it would be taken for another", () => {
  const told: Record<string, string> = {
    "NVIDIA H100 80GB HBM3": "H100 SXM",
    "NVIDIA H100 PCIe": "H100 PCIE",
    "NVIDIA H100 NVL": "H100 NVL",
    "NVIDIA A100-SXM4-80GB": "A100 SXM4",
    "NVIDIA A100 80GB PCIe": "A100 PCIE",
    "NVIDIA RTX 6000 Ada Generation": "RTX 6000Ada",
    "NVIDIA RTX 5000 Ada Generation": "RTX 5000Ada",
    "NVIDIA RTX 4000 Ada Generation": "RTX 4000Ada",
    "NVIDIA RTX PRO 6000 Blackwell Workstation Edition": "RTX PRO 6000 WS",
    "NVIDIA RTX PRO 6000 Blackwell Server Edition": "RTX PRO 6000 S",
    "NVIDIA GeForce RTX 4070 Ti SUPER": "RTX 4070S Ti",
    "Tesla V100-SXM2-16GB": "Tesla V100",
  };
  for (const [driver, market] of Object.entries(told))
    expect(nameGpu(driver).model, driver).toBe(nameGpu(market).model);
});
