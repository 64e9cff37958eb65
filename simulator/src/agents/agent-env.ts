import type { Contract } from "../contracts/contract.ts";
import { isContainer } from "../contracts/order.ts";

const EXPORT = /^export ([A-Za-z_]\w*)='((?:[^']|'\\'')*)'$/gm;

/** What an agent knows that this script starts, known by its shape; null when it starts none. */
export function agentEnvIn(script: string): Readonly<Record<string, string>> | null {
  const exported = Object.fromEntries(
    [...script.matchAll(EXPORT)].map(([, name = "", value = ""]) => [name, value.replaceAll(`'\\''`, "'")]),
  );
  return script.includes("berth-agent.mjs") && "BERTH_AGENT_TOKEN" in exported ? exported : null;
}

/** What whatever runs on this machine finds in its environment by now. */
export function environmentOf(contract: Contract, now: number): Record<string, string> {
  const { agent } = contract;
  return {
    ...(isContainer(contract) && Object.fromEntries(contract.order.env)),
    ...(agent && agent.startsAt <= now && agent.env),
  };
}
