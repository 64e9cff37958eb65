import { describe, expect, test } from "vitest";
import { cardName } from "./card-name.ts";
import type { Card, Inside } from "./inside.ts";
import { models } from "../market/models.ts";
import { run } from "./shell.ts";

const card: Card = {
  name: "NVIDIA GeForce RTX 4090",
  uuid: "GPU-1",
  vramMb: 24_564,
  watts: 450,
  pciGeneration: 4,
  pciLanes: 16,
  computeCapability: "8.9",
  bus: "00000000:01:00.0",
};

const inside: Inside = {
  now: Date.parse("2026-11-20T12:00:00Z"),
  host: "C.7",
  user: "root",
  gpus: [card, { ...card, uuid: "GPU-2" }],
  driver: "570.124.04",
  cuda: "12.8",
  driverFault: null,
  cpus: 16,
  cpuName: "AMD",
  ramMb: 65_536,
  diskGb: 100,
  env: { HOME: "/root", MODEL: "llama" },
  files: { "/etc/hostname": "C.7\n" },
  packagesHeld: false,
};

const out = (script: string, change: Partial<Inside> = {}) => run(script, { ...inside, ...change }).out;

describe("the shell", () => {
  test.each([
    ["echo hello  world", "hello world\n"],
    ["echo 'a;  b' \"c && d\" e\\ f", "a;  b c && d e f\n"],
    ["echo $MODEL \"${MODEL}!\" '$MODEL' $NONE", "llama llama! $MODEL\n"],
    ["true && echo yes || echo no", "yes\n"],
    ["false && echo yes || echo no", "no\n"],
    ["false; echo $?", "1\n"],
    ["echo one; echo two\necho three # four", "one\ntwo\nthree\n"],
    ["cat /etc/hostname | grep C | wc -l", "1\n"],
    ["echo -n x; exit 3; echo never", "x"],
    ["constructor 2>&1", "bash: line 1: constructor: command not found\n"],
    [
      "nvidia-smi --query-gpu=constructor --format=csv",
      'Field "constructor" is not a valid field to query.\n\n',
    ],
    ["nosuch 2>&1", "bash: line 1: nosuch: command not found\n"],
    ["nosuch 2>/dev/null; test -f /etc/hostname && uname -m", "x86_64\n"],
    ["df -BG / | head -n 2", "Filesystem Size Used Available Use% Mounted on\noverlay 100G 1G 99G 1% /\n"],
    ["", ""],
    ["'", ""],
  ])("%j says %j", (script, expected) => {
    expect(out(script)).toBe(expected);
  });

  test("tells how it ended", () => {
    expect(run("cat /no", inside)).toMatchObject({ code: 1, err: "cat: /no: No such file or directory\n" });
    expect(run("nosuch", inside)).toMatchObject({ code: 127 });
    expect(run("exit 4", inside)).toMatchObject({ code: 4, left: true });
    expect(run("apt-get update", { ...inside, packagesHeld: true })).toMatchObject({ code: 100 });
  });
});

describe("nvidia-smi", () => {
  test("answers a query as CSV, with head and units unless told otherwise", () => {
    const query = "nvidia-smi --query-gpu=gpu_name,memory.total,utilization.gpu,pstate";
    const row = "NVIDIA GeForce RTX 4090, 24564 MiB, 0 %, P8\n";
    expect(out(`${query} --format=csv`)).toBe(
      `gpu_name, memory.total [MiB], utilization.gpu [%], pstate\n${row}${row}`,
    );
    expect(out(`${query} --format=csv,noheader -i 1`)).toBe(row);
    expect(out(`${query} --format=csv,noheader,nounits --id=0`)).toBe(
      "NVIDIA GeForce RTX 4090, 24564, 0, P8\n",
    );
  });

  test("lists its cards, and has a table for people", () => {
    expect(out("nvidia-smi -L")).toBe(
      "GPU 0: NVIDIA GeForce RTX 4090 (UUID: GPU-1)\nGPU 1: NVIDIA GeForce RTX 4090 (UUID: GPU-2)\n",
    );
    const table = out("nvidia-smi").trimEnd().split("\n");
    expect(table.join("\n")).toMatch(/Driver Version: 570\.124\.04 +CUDA Version: 12\.8/);
    expect(table.filter((line) => line.includes("24564MiB"))).toHaveLength(2);
    const widths = table
      .slice(1)
      .filter((line) => line !== "")
      .map((line) => line.length);
    expect(new Set(widths)).toEqual(new Set([91]));
  });

  test("says what it does not know", () => {
    expect(run("nvidia-smi --query-gpu=colour --format=csv", inside)).toMatchObject({
      code: 2,
      out: expect.stringContaining('"colour"') as string,
    });
    expect(run("nvidia-smi -i 9", inside)).toMatchObject({ code: 6 });
    expect(run("nvidia-smi --frobnicate", inside).code).toBe(1);
  });

  test("T5, V6: without a driver, or with another's library, it says so", () => {
    expect(run("nvidia-smi", { ...inside, driverFault: "absent" })).toMatchObject({ code: 9 });
    expect(run("nvidia-smi", { ...inside, driverFault: "mismatch" })).toMatchObject({ code: 18 });
  });
});

test("cards call themselves what the maker does", () => {
  const names = new Map(models.map((model) => [model.key, cardName(model, model.vramMb[0] ?? 0)]));
  expect(names.get("RTX 4090")).toBe("NVIDIA GeForce RTX 4090");
  expect(names.get("RTX 4070S Ti")).toBe("NVIDIA GeForce RTX 4070 Ti SUPER");
  expect(names.get("RTX 4090D")).toBe("NVIDIA GeForce RTX 4090 D");
  expect(names.get("RTX 6000Ada")).toBe("NVIDIA RTX 6000 Ada Generation");
  expect(names.get("RTX A6000")).toBe("NVIDIA RTX A6000");
  expect(names.get("A100 SXM4 80GB")).toBe("NVIDIA A100-SXM4-80GB");
  expect(names.get("A100 PCIE 40GB")).toBe("NVIDIA A100-PCIE-40GB");
  expect(names.get("A100 PCIE 80GB")).toBe("NVIDIA A100 80GB PCIe");
  expect(names.get("H100 SXM")).toBe("NVIDIA H100 80GB HBM3");
  expect(names.get("H100 PCIE")).toBe("NVIDIA H100 PCIe");
  expect(names.get("Tesla V100 32GB")).toBe("Tesla V100-SXM2-32GB");
  expect(names.get("L40S")).toBe("NVIDIA L40S");
});
