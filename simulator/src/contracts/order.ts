import type { Contract } from "./contract.ts";

/** What a customer asked for: a container from an image, or a virtual machine with a system on it. */
export type Order = ContainerOrder | VmOrder;

interface Common {
  image: string;
  diskGb: number;
  /** What the customer calls it: the only mark a provider lets it carry. */
  label: string | null;
}

export interface ContainerOrder extends Common {
  kind: "container";
  runtype: string;
  env: readonly (readonly [name: string, value: string])[];
  onstart: string | null;
  args: readonly string[];
  templateHash: string | null;
}

export interface VmOrder extends Common {
  kind: "vm";
  vcpus: number;
  ramGb: number;
  /** Micro-dollars an hour for its processors and memory, which are sold apart from its GPUs. */
  partsRate: number;
  /** A whole address of its own, or ports of a shared one. */
  dedicatedIp: boolean;
  forwards: readonly PortForward[];
  /** The provider's name for machines of just these parts, where it sells no others. */
  type: string | null;
  /** Whom its system knows. */
  username: string;
}

export interface PortForward {
  protocol: "tcp" | "udp";
  inside: number;
  outside: number;
}

export type ContainerContract = Contract & { order: ContainerOrder };

export type VmContract = Contract & { order: VmOrder };

export function isVm(contract: Contract): contract is VmContract {
  return contract.order.kind === "vm";
}

export function isContainer(contract: Contract): contract is ContainerContract {
  return contract.order.kind === "container";
}
