import type { Card, Inside } from "./inside.ts";

/** What a program said and how it ended. */
export interface Said {
  out: string;
  err: string;
  code: number;
}

type Field = (card: Card, inside: Inside, index: number) => string;

const mib = (mb: number) => `${mb} MiB`;

/** Values with their units, as they stand without "nounits". */
const fields: Readonly<Record<string, Field>> = {
  index: (_card, _inside, index) => String(index),
  count: (_card, { gpus }) => String(gpus.length),
  name: ({ name }) => name,
  uuid: ({ uuid }) => uuid,
  driver_version: (_card, { driver }) => driver,
  "memory.total": ({ vramMb }) => mib(vramMb),
  "memory.used": () => mib(1),
  "memory.free": ({ vramMb }) => mib(vramMb - 1),
  "memory.reserved": () => mib(0),
  "utilization.gpu": () => "0 %",
  "utilization.memory": () => "0 %",
  "temperature.gpu": () => "34",
  "power.draw": ({ watts }) => `${(watts * 0.05).toFixed(2)} W`,
  "power.limit": ({ watts }) => `${watts.toFixed(2)} W`,
  "power.max_limit": ({ watts }) => `${watts.toFixed(2)} W`,
  "fan.speed": () => "0 %",
  pstate: () => "P8",
  compute_cap: ({ computeCapability }) => computeCapability,
  compute_mode: () => "Default",
  persistence_mode: () => "Enabled",
  "mig.mode.current": () => "[N/A]",
  "ecc.mode.current": () => "Disabled",
  serial: () => "[N/A]",
  display_active: () => "Disabled",
  "pci.bus_id": ({ bus }) => bus,
  "pcie.link.gen.current": ({ pciGeneration }) => String(pciGeneration),
  "pcie.link.gen.max": ({ pciGeneration }) => String(pciGeneration),
  "pcie.link.width.current": ({ pciLanes }) => String(pciLanes),
  "pcie.link.width.max": ({ pciLanes }) => String(pciLanes),
  timestamp: (_card, { now }) =>
    new Date(now).toISOString().replace("T", " ").replace("Z", "").replaceAll("-", "/"),
};

const otherNames: Readonly<Record<string, string>> = {
  gpu_name: "name",
  gpu_uuid: "uuid",
  gpu_bus_id: "pci.bus_id",
};

export function nvidiaSmi(args: readonly string[], inside: Inside): Said {
  if (inside.driverFault === "absent") {
    const said =
      "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n";
    return { out: `${said}\n`, err: "", code: 9 };
  }
  if (inside.driverFault === "mismatch")
    return { out: "Failed to initialize NVML: Driver/library version mismatch\n", err: "", code: 18 };

  const given = options(args);
  const cards = pick(inside.gpus, given.get("id"));
  if (!cards) return { out: "No devices were found\n", err: "", code: 6 };
  const query = given.get("query-gpu");
  if (query !== undefined) return answerQuery(query, given.get("format") ?? "", cards, inside);
  if (given.has("list-gpus")) {
    return fine(cards.map(([card, index]) => `GPU ${index}: ${card.name} (UUID: ${card.uuid})\n`).join(""));
  }
  const [unknown] = [...given.keys()].filter((name) => name !== "id");
  if (unknown !== undefined)
    return {
      out: `Invalid combination of input arguments. Please run 'nvidia-smi -h' for help.\n\n`,
      err: "",
      code: 1,
    };
  return fine(table(cards, inside));
}

const shortNames: Readonly<Record<string, string>> = { "-i": "id", "-L": "list-gpus" };

/** "--name=value", "--name value" and their short forms. */
function options(args: readonly string[]): Map<string, string> {
  const given = new Map<string, string>();
  for (let at = 0; at < args.length; at++) {
    const [word = "", ...rest] = (args[at] ?? "").split("=");
    const name = shortNames[word] ?? word.replace(/^--/, "");
    const takesNext = rest.length === 0 && (name === "id" || name === "query-gpu" || name === "format");
    given.set(name, takesNext ? (args[++at] ?? "") : rest.join("="));
  }
  return given;
}

function pick(gpus: readonly Card[], id: string | undefined): [Card, number][] | null {
  const all = gpus.map((card, index): [Card, number] => [card, index]);
  if (id === undefined) return all;
  const wanted = id.split(",");
  const found = all.filter(([card, index]) => wanted.includes(String(index)) || wanted.includes(card.uuid));
  return found.length > 0 ? found : null;
}

function answerQuery(query: string, format: string, cards: readonly [Card, number][], inside: Inside): Said {
  const names = query.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !Object.hasOwn(fields, nameOf(name)));
  if (unknown !== undefined)
    return { out: `Field "${unknown}" is not a valid field to query.\n\n`, err: "", code: 2 };
  const shape = format.split(",").map((word) => word.trim());
  if (!shape.includes("csv"))
    return { out: `Invalid format option. "--format=" must include "csv".\n`, err: "", code: 2 };
  const bare = shape.includes("nounits");
  const rows = cards.map(([card, index]) =>
    names.map((name) => {
      const value = fields[nameOf(name)]?.(card, inside, index) ?? "";
      return bare ? value.replace(/ (MiB|%|W|MHz)$/, "") : value;
    }),
  );
  const head = names.map((name) => name + (bare ? "" : unitOf(name)));
  const lines = shape.includes("noheader") ? rows : [head, ...rows];
  return fine(lines.map((cells) => `${cells.join(", ")}\n`).join(""));
}

function nameOf(name: string): string {
  return otherNames[name] ?? name;
}

function unitOf(name: string): string {
  if (name.startsWith("memory.")) return " [MiB]";
  if (name.startsWith("utilization.") || name === "fan.speed") return " [%]";
  return name.startsWith("power.") ? " [W]" : "";
}

function fine(out: string): Said {
  return { out, err: "", code: 0 };
}

/** What people look at. */
function table(cards: readonly [Card, number][], { now, driver, cuda }: Inside): string {
  const line = (text: string) => `| ${text.padEnd(87)} |\n`;
  const wide = `+${"-".repeat(89)}+\n`;
  const split = (fill: string, end: string) =>
    `${end}${fill.repeat(41)}+${fill.repeat(24)}+${fill.repeat(22)}${end}\n`;
  const row = (left: string, middle: string, right: string) =>
    `|${left.padEnd(41)}|${middle.padStart(23)} |${right.padStart(21)} |\n`;
  return [
    `${new Date(now).toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, "$1 $3 $2 $5 $4")}\n`,
    wide,
    line(
      `NVIDIA-SMI ${driver.padEnd(23)}Driver Version: ${driver.padEnd(15)}CUDA Version: ${cuda.padEnd(8)}`,
    ),
    split("-", "|"),
    row(" GPU  Name                 Persistence-M", "Bus-Id          Disp.A", "Volatile Uncorr. ECC"),
    row(" Fan  Temp   Perf          Pwr:Usage/Cap", "Memory-Usage", "GPU-Util  Compute M."),
    row("", "", "MIG M."),
    split("=", "|"),
    ...cards.map(
      ([card, index]) =>
        row(
          ` ${String(index).padStart(3)}  ${card.name.slice(0, 26).padEnd(26)}  On`,
          `${card.bus} Off`,
          "Off",
        ) +
        row(
          `  0%   34C    P8    ${`${Math.round(card.watts * 0.05)}W / ${card.watts}W`.padStart(19)}`,
          `1MiB / ${card.vramMb}MiB`,
          "0%      Default",
        ) +
        row("", "", "N/A") +
        split("-", "+"),
    ),
    "\n",
    wide,
    line("Processes:"),
    line(" GPU   GI   CI              PID   Type   Process name                        GPU Memory"),
    `|${"=".repeat(89)}|\n`,
    line(" No running processes found"),
    wide,
  ].join("");
}
