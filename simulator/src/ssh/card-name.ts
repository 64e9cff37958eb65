import type { GpuModel } from "../market/models.ts";

/** What a card calls itself, which is not what a market calls it: "RTX 4090" is an "NVIDIA GeForce RTX 4090". */
export function cardName({ name }: Pick<GpuModel, "name">, vramMb: number): string {
  const gb = Math.round(vramMb / 1_024);
  const [chip = "", form = ""] = name.split(" ");
  const special = specials[name];
  if (special) return special;
  // The card with 40 GB writes its form in capitals, the one with 80 GB after another fashion.
  if (chip === "A100" || chip === "A800")
    return gb > 40 && form === "PCIE" ? `NVIDIA ${chip} 80GB PCIe` : `NVIDIA ${chip}-${form}-${gb}GB`;
  if (chip === "H100")
    return form === "SXM" ? "NVIDIA H100 80GB HBM3" : `NVIDIA H100 ${form.replace("PCIE", "PCIe")}`;
  if (name === "Tesla V100") return `Tesla V100-SXM2-${gb}GB`;
  if (chip === "Tesla") return form === "P100" ? `Tesla P100-PCIE-${gb}GB` : name;
  if (name.endsWith("Ada")) return `NVIDIA ${name.replace(/Ada$/, " Ada Generation")}`;
  if (/^(RTX \d|GTX)/.test(name)) return `NVIDIA GeForce ${superOf(name)}`;
  return `NVIDIA ${name}`;
}

/** "RTX 4070S Ti" is the "RTX 4070 Ti SUPER". */
function superOf(name: string): string {
  return name
    .replace(/^(RTX \d+)S Ti$/, "$1 Ti SUPER")
    .replace(/^(RTX \d+)S$/, "$1 SUPER")
    .replace(/(\d)D$/, "$1 D");
}

const specials: Readonly<Record<string, string>> = {
  "Titan RTX": "NVIDIA TITAN RTX",
  "Q RTX 6000": "Quadro RTX 6000",
  "Q RTX 8000": "Quadro RTX 8000",
  "RTX PRO 6000 WS": "NVIDIA RTX PRO 6000 Blackwell Workstation Edition",
  "RTX PRO 6000 S": "NVIDIA RTX PRO 6000 Blackwell Server Edition",
};
