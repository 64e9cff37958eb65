import type { Machine } from "../market/machines.ts";

/** A program that answers as the machine's nvidia-smi would when an agent asks it how the GPUs do. */
export function smiScript({ model, specs }: Machine, gpus: number): string {
  const rows = Array.from({ length: gpus }, (_, gpu) => {
    const used = Math.round(specs.vramMb * 0.6);
    const watts = Math.round(model.watts * 0.7);
    // They work, each at its own pace: between 40 and 99 percent.
    return `echo "NVIDIA ${plain(model.name)}, $(( (seconds + ${gpu * 17}) % 60 + 40 )), ${used}, ${specs.vramMb}, 61, ${watts}, 0"`;
  });
  return ["#!/bin/sh", "seconds=$(( $(/bin/date +%s) / 7 ))", ...rows, ""].join("\n");
}

function plain(name: string): string {
  return name.replace(/[^\w .-]/g, "");
}
