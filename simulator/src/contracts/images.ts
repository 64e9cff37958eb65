import { randomFor } from "../random.ts";

/** How many GB an image is to pull, by what its name says is in it. */
const known: readonly (readonly [pattern: RegExp, gb: number])[] = [
  [/vllm|sglang|text-generation/i, 9.6],
  [/comfy|diffusion|automatic1111/i, 11],
  [/pytorch.*devel|nvcr\.io/i, 8.8],
  [/pytorch|tensorflow|jupyter/i, 4.6],
  [/cuda.*devel/i, 3.4],
  [/cuda/i, 2.1],
  [/ollama/i, 1.6],
  [/alpine|busybox|ubuntu|debian|python/i, 0.2],
];

export function imageGb(image: string): number {
  const match = known.find(([pattern]) => pattern.test(image));
  return match ? match[1] : randomFor(`image/${image}`).between(1.5, 6);
}
