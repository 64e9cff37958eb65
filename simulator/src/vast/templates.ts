import { json, type Answer } from "../http/exchange.ts";
import type { Visit } from "./visit.ts";

/** Ready-made images. One of them starts in a mode that has no SSH. */
export interface Template {
  id: number;
  hash_id: string;
  name: string;
  image: string;
  runtype: string;
  env: Readonly<Record<string, string>>;
  onstart: string | null;
}

const templates: readonly Template[] = [
  {
    id: 62_897,
    hash_id: "305ac3ad7ef9ee5a4ad7d0a4b8bbd7ce",
    name: "PyTorch (CuDNN Devel)",
    image: "pytorch/pytorch:2.8.0-cuda12.8-cudnn9-devel",
    runtype: "ssh ssh_direc ssh_proxy",
    env: { OPEN_BUTTON_PORT: "1111", "-p 1111:1111": "1" },
    onstart: "entrypoint.sh",
  },
  {
    id: 250_671,
    hash_id: "bad8a7f8c9a0e1d2c3b4a5968778695a",
    name: "vLLM",
    image: "vllm/vllm-openai:v0.10.2",
    runtype: "args",
    env: { "-p 8000:8000": "1" },
    onstart: null,
  },
  {
    id: 63_012,
    hash_id: "1c2d3e4f5061728394a5b6c7d8e9f001",
    name: "NVIDIA CUDA",
    image: "nvidia/cuda:12.8.1-devel-ubuntu22.04",
    runtype: "jupyter_direc ssh_direc ssh_proxy",
    env: {},
    onstart: null,
  },
];

export function findTemplate(hash: string): Template | undefined {
  return templates.find((template) => template.hash_id === hash);
}

export function listTemplates(_visit: Visit): Answer {
  return json(200, { success: true, templates_found: templates.length, templates });
}
