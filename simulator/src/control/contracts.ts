import { z } from "zod";
import { providers } from "../providers.ts";
import { billUntil } from "../contracts/bill.ts";
import type { Contract } from "../contracts/contract.ts";
import { createContract } from "../contracts/create.ts";
import { everyContract } from "../contracts/credit.ts";
import type { ContainerOrder, VmOrder } from "../contracts/order.ts";
import { fateFor } from "../contracts/fate.ts";
import { close, exit, interrupt } from "../contracts/life.ts";
import { isRentable } from "../market/asks.ts";
import { slicesOf } from "../market/slices.ts";
import type { Moods } from "../moods/moods.ts";
import { getMachine, machinesOf, type World } from "../world.ts";

/** Something that befalls a contract, made to happen now. */
export const ContractChange = z.strictObject({ action: z.enum(["interrupt", "exit", "vanish"]) });

export function changeContract(
  world: World,
  id: number,
  { action }: z.infer<typeof ContractChange>,
  refuse: (message: string) => never,
) {
  const contract = world.contracts.get(id);
  if (!contract) return refuse(`There is no contract ${id}.`);
  if (action === "interrupt") interrupt(world, contract);
  if (action === "exit") exit(world, contract);
  if (action === "vanish") close(world, contract);
  return contractTruth(world, contract);
}

/** Instances in the same account that are none of the client's: another deployment's. */
export const ForeignInstances = z.strictObject({
  count: z.number().int().min(1).max(200).default(1),
  label: z.string().default("someone-elses"),
  provider: z.enum(providers).default("vast"),
});

export function addForeign(
  world: World,
  moods: Moods,
  { count, label, provider }: z.infer<typeof ForeignInstances>,
  refuse: (message: string) => never,
) {
  const machines = machinesOf(world, provider);
  const places = machines.flatMap((machine) =>
    slicesOf(machine.gpuCount, machine.minChunk).map((slice) => ({ machine, slice })),
  );
  const add = (runs: boolean, { machine, slice }: (typeof places)[number]): number => {
    const place = { id: null, machineId: machine.id, ...slice };
    const order = provider === "vast" ? containerCalled(label) : machineCalled(label);
    const fate = fateFor(moods.of(provider), machine);
    return createContract(world, place, { order, bid: null, runs, priceFactor: 1, fate }).id;
  };
  const added: number[] = [];
  for (const place of places) {
    if (added.length < count && isRentable(place.machine, place.slice)) added.push(add(true, place));
  }
  // Those for whom there is no room stand stopped, and hold none.
  for (let index = 0; added.length < count; index++) {
    const place = places[index % places.length];
    if (!place) return refuse("There is no machine at all.");
    added.push(add(false, place));
  }
  return { contracts: added };
}

function containerCalled(label: string): ContainerOrder {
  return {
    kind: "container",
    image: "ubuntu:22.04",
    diskGb: 10,
    label,
    runtype: "ssh",
    env: [],
    onstart: null,
    args: [],
    templateHash: null,
  };
}

function machineCalled(label: string): VmOrder {
  return {
    kind: "vm",
    image: "ubuntu2204",
    diskGb: 100,
    label,
    vcpus: 8,
    ramGb: 32,
    partsRate: 0,
    dedicatedIp: true,
    forwards: [],
    type: null,
    username: "somebody",
  };
}

/** Every contract there ever was, with what it truly cost, in micro-dollars. */
export function contractTruths(world: World) {
  return [...everyContract(world)].map((contract) => contractTruth(world, contract));
}

function contractTruth(world: World, contract: Contract) {
  const bill = billUntil(contract, world.now);
  const { truth } = getMachine(world, contract.machineId);
  return {
    id: contract.id,
    provider: contract.account.provider,
    ask: contract.askId,
    machine: contract.machineId,
    label: contract.order.label,
    image: contract.order.image,
    gpus: contract.gpus,
    phase: contract.phase,
    intended: contract.intended,
    createdAt: contract.createdAt,
    bidMicros: contract.bid,
    gpuMicrosPerHour: contract.gpuRate,
    diskMicrosPerHour: contract.diskRate,
    bill: {
      gpuMicros: String(bill.gpu),
      diskMicros: String(bill.disk),
      downMicros: String(bill.down),
      upMicros: String(bill.up),
      totalMicros: String(bill.total),
    },
    segments: contract.segments,
    sshKeys: contract.sshKeys,
    arrivals: contract.arrivals,
    truth: { cuda: contract.fate.trueCuda, acceptsKeys: truth.acceptsKeys && !contract.fate.keysRefused },
  };
}
