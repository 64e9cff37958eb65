import { nameGpu } from "../../values/gpu.ts";

// Blue Lobster does not say how much memory a card has. These are the cards it is known to have, each with the
// gigabytes of NVIDIA's own data sheet for it (nvidia.com: GeForce RTX 2080 Ti and 5090, RTX A4000, A5000 and
// A6000, Quadro RTX 8000). None of them is sold with another amount.
const gigabytes: Readonly<Record<string, number>> = {
  "RTX 2080 Ti": 11,
  "RTX A4000": 16,
  "RTX A5000": 24,
  "RTX A6000": 48,
  "Quadro RTX 8000": 48,
  "RTX 5090": 32,
};

/** Null for a card that is not in the table: its memory is not guessed at. */
export function vramGbOf(gpuRawName: string): number | null {
  return gigabytes[nameGpu(gpuRawName).model] ?? null;
}
