import { expect, test } from "vitest";
import { differences, readProbe, upWithinMs } from "./readiness.ts";

const output = `NVIDIA GeForce RTX 4090, 24564, 570.124.04
NVIDIA GeForce RTX 4090, 24564, 570.124.04
Thu Nov 20 12:00:00 2026
+-----------------------------------------------------------------------------------------+
| NVIDIA-SMI 570.124.04             Driver Version: 570.124.04     CUDA Version: 12.8     |
|-----------------------------------------+------------------------+----------------------+
`;
const advertised = { gpuModel: "RTX 4090", gpuCount: 2, vramGb: 24, cudaVersion: "12.8" };

test("what the driver says is read", () => {
  expect(readProbe(output)).toEqual({
    gpus: [
      { name: "NVIDIA GeForce RTX 4090", memoryMb: 24564 },
      { name: "NVIDIA GeForce RTX 4090", memoryMb: 24564 },
    ],
    driverVersion: "570.124.04",
    cudaVersion: "12.8",
  });
});

test.each([
  "",
  "bash: nvidia-smi: command not found",
  "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.",
  "Failed to initialize NVML: Driver/library version mismatch",
])("a driver that does not answer is not ready, and not wrong: %j", (text) => {
  expect(readProbe(text)).toBeNull();
});

const shown = readProbe(output)!;
test("V6: what is not as advertised is named", () => {
  expect(differences(advertised, shown)).toEqual([]);
  expect(differences({ ...advertised, cudaVersion: "12.9" }, shown)).toEqual(["CUDA 12.8 instead of 12.9"]);
  expect(differences({ ...advertised, cudaVersion: "12.10" }, shown)).toHaveLength(1);
  expect(differences({ ...advertised, cudaVersion: "11.8" }, shown)).toEqual([]);
  expect(differences({ ...advertised, gpuModel: "RTX 3090" }, shown)).toEqual([
    "RTX 4090 instead of RTX 3090",
  ]);
  expect(differences({ ...advertised, gpuCount: 4 }, shown)).toEqual(["2 GPUs instead of 4"]);
  expect(differences({ ...advertised, vramGb: 48 }, shown)).toEqual(["24.0 GB instead of 48 GB of memory"]);
});

test.each([
  ["vast", "nvidia/cuda:12.8.1-devel-ubuntu24.04", 30],
  ["vast", "nvidia/cuda:12.8.1-base-ubuntu24.04", 15],
  ["vast", "alpine:3.20", 15],
  ["vast", "vllm/vllm-openai:v0.9.1", 45],
  ["vast", "nvcr.io/nvidia/pytorch:25.06-py3", 45],
  ["vast", "example/baseline:latest", 30],
  ["tensordock", "nvcr.io/nvidia/pytorch:25.06-py3", 20],
  ["another", "vllm/vllm-openai", 45],
])("a machine of %s with %s has %d minutes to come up", (provider, image, minutes) => {
  expect(upWithinMs(provider, image)).toBe(minutes * 60_000);
});
