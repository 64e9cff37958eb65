// One name for each GPU, however a provider writes it. The form factor and the memory are attributes
// of their own; the name says only which chip it is.

export interface GpuName {
  /** As shown and searched: "RTX 4090", "H100", "A100". */
  model: string;
  /** "SXM", "PCIe", "NVL", where it tells cards of one name apart. */
  socket: string | null;
}

/** With what a driver adds of its own: an H100 with HBM3 is one on an SXM board, and an RTX 6000 Ada is of the Ada Generation. */
const vendorWords = /\b(nvidia|geforce|tesla|quadro|gpu|hbm\d?e?|generation)\b/gi;
/** Run together with what follows: "geforcertx4090", "teslat4". */
const gluedVendor = /\b(nvidia|geforce|tesla|quadro)(?=(rtx|gtx)?[a-z]?\d)/gi;
const memory = /[\s_-]*\b\d{1,3}\s?gi?b\b/gi;
const sockets: readonly (readonly [RegExp, string])[] = [
  [/[\s_-]*\bsxm\d?\b/i, "SXM"],
  [/[\s_-]*\bpcie?\b/i, "PCIe"],
  [/[\s_-]*\bnvl\b/i, "NVL"],
];

// What is left after the words above are taken off, without spaces and in lower case.
const aliases: Readonly<Record<string, string>> = {
  rtx4070s: "RTX 4070 Super",
  rtx4070super: "RTX 4070 Super",
  rtx4070sti: "RTX 4070 Ti Super",
  rtx4070tisuper: "RTX 4070 Ti Super",
  rtx4080s: "RTX 4080 Super",
  rtx4080super: "RTX 4080 Super",
  rtx6000ada: "RTX 6000 Ada",
  rtx5000ada: "RTX 5000 Ada",
  rtx4500ada: "RTX 4500 Ada",
  rtx4000ada: "RTX 4000 Ada",
  rtxpro6000ws: "RTX PRO 6000 WS",
  rtxpro6000s: "RTX PRO 6000 S",
  rtxpro6000blackwellworkstationedition: "RTX PRO 6000 WS",
  rtxpro6000blackwellserveredition: "RTX PRO 6000 S",
  qrtx6000: "Quadro RTX 6000",
  rtx6000: "Quadro RTX 6000",
  qrtx8000: "Quadro RTX 8000",
  rtx8000: "Quadro RTX 8000",
  rtxa2000: "RTX A2000",
  rtxa4000: "RTX A4000",
  rtxa4500: "RTX A4500",
  rtxa5000: "RTX A5000",
  rtxa5500: "RTX A5500",
  rtxa6000: "RTX A6000",
  // Some leave out the line that a number alone does not tell.
  a2000: "RTX A2000",
  a4000: "RTX A4000",
  a4500: "RTX A4500",
  a5000: "RTX A5000",
  a5500: "RTX A5500",
  a6000: "RTX A6000",
  "2080ti": "RTX 2080 Ti",
  "5090": "RTX 5090",
  a10g: "A10G",
  titanrtx: "Titan RTX",
  titanv: "Titan V",
};

const family = /^(rtx|gtx|titan|a|h|b|l|t|v|p|k|gh|gb|mi)\s?(\d{1,4})\s?([a-z]{0,5})\s?(ti)?$/i;

export function nameGpu(raw: string): GpuName {
  let rest = raw.replaceAll("_", " ").replace(vendorWords, " ").replace(gluedVendor, "").replace(memory, " ");
  let socket: string | null = null;
  for (const [pattern, name] of sockets) {
    if (!pattern.test(rest)) continue;
    socket = name;
    rest = rest.replace(pattern, " ");
  }
  rest = rest.replace(/[\s-]+/g, " ").trim();
  const written = rest.replaceAll(" ", "").toLowerCase();
  const alias = Object.hasOwn(aliases, written) ? aliases[written] : undefined;
  if (alias) return { model: alias, socket };
  return { model: tidy(rest) || raw.trim(), socket };
}

// "rtx 3090ti" and "RTX3090 Ti" are one card; a name of no known family stays as it is.
function tidy(name: string): string {
  const match = family.exec(name);
  if (!match) return name;
  const [, series = "", number = "", suffix = "", ti] = match;
  const separated = /^(rtx|gtx|titan)$/i.test(series)
    ? `${series.toUpperCase().replace("TITAN", "Titan")} `
    : series.toUpperCase();
  const tail = /^ti$/i.test(suffix) || ti ? " Ti" : "";
  const letters = /^ti$/i.test(suffix) ? "" : suffix.toUpperCase();
  return `${separated}${number}${letters}${tail}`;
}
