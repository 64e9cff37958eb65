import { badArguments } from "./refusals.ts";

/** The environment comes as an object, or as the flags one would give to docker: "-e KEY=value -p 8000:8000". */
const ENV_MAX = 32_768;

export function envPairs(env: Readonly<Record<string, string>> | string): [name: string, value: string][] {
  const pairs = typeof env === "string" ? pairsOfFlags(env) : Object.entries(env);
  const length = pairs.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (length > ENV_MAX) throw badArguments(`env is longer than ${ENV_MAX}`);
  return pairs;
}

function pairsOfFlags(flags: string): [string, string][] {
  const words = flags.trim().split(/\s+/).filter(Boolean);
  const pairs: [string, string][] = [];
  for (let index = 0; index < words.length; index += 2) {
    const [flag, value] = [words[index], words[index + 1]];
    if (value === undefined || (flag !== "-e" && flag !== "-p"))
      throw badArguments(`env: cannot read "${flag}"`);
    if (flag === "-p") pairs.push([`-p ${value}`, "1"]);
    else pairs.push([value.split("=")[0] ?? value, value.split("=").slice(1).join("=")]);
  }
  return pairs;
}
