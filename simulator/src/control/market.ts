import { z } from "zod";
import { isRentable, listMachine, relistMachine, withdrawMachine } from "../market/asks.ts";
import { changePrice, letIn, pricedTogether, setOnline, showOut } from "../market/bustle.ts";
import type { Machine } from "../market/machines.ts";
import { roundPrice, roundToCents } from "../market/prices.ts";
import { micros } from "../money.ts";
import { getMachine, type World } from "../world.ts";

/** One change of the market, made now. An ask or a machine says where; prices are dollars per GPU-hour. */
export const MarketChange = z
  .strictObject({
    ask: z.number().int().optional(),
    machine: z.number().int().optional(),
    /** Set the price outright, or move it. Hosts leave a price set by hand alone until "release". */
    pricePerGpuHour: z.number().positive().optional(),
    changePercent: z.number().gt(-100).optional(),
    action: z
      .enum(["release", "rent", "return", "relist", "withdraw", "list", "offline", "online"])
      .optional(),
  })
  .refine(
    (change) => (change.ask === undefined) !== (change.machine === undefined),
    "name an ask or a machine",
  );

export function changeMarket(
  world: World,
  change: z.infer<typeof MarketChange>,
  refuse: (message: string) => never,
) {
  const ask = change.ask === undefined ? undefined : world.asks.get(change.ask);
  const machineId = ask?.machineId ?? change.machine;
  if (machineId === undefined) return refuse(`There is no ask ${change.ask}.`);
  if (!world.machines.has(machineId)) return refuse(`There is no machine ${machineId}.`);
  const machine = getMachine(world, machineId);

  if (change.pricePerGpuHour !== undefined) hold(world, machine, micros(change.pricePerGpuHour));
  if (change.changePercent !== undefined)
    hold(world, machine, roundPrice(machine.price * (1 + change.changePercent / 100)));
  switch (change.action) {
    case "release":
      for (const other of pricedTogether(world, machine)) other.priceHeld = false;
      break;
    case "rent":
      if (!letIn(world, machine, ask)) return refuse("Nothing there is free.");
      break;
    case "return":
      showOut(world, machine);
      break;
    case "relist":
      relistMachine(world, machine);
      break;
    case "withdraw":
      withdrawMachine(world, machine);
      break;
    case "list":
      if (!machine.listed) listMachine(world, machine);
      break;
    case "offline":
    case "online":
      setOnline(world, machine, change.action === "online");
      break;
    case undefined:
      break;
  }
  return view(machine);
}

function hold(world: World, machine: Machine, wanted: number): void {
  const price = machine.host.pricing === "list" ? roundToCents(wanted) : wanted;
  for (const other of pricedTogether(world, machine)) {
    changePrice(world, other, price);
    other.priceHeld = true;
  }
}

function view(machine: Machine) {
  return {
    machine: machine.id,
    gpu: machine.model.name,
    priceMicros: machine.price,
    priceHeld: machine.priceHeld,
    listed: machine.listed,
    online: machine.online,
    asks: machine.asks.map((ask) => ({ id: ask.id, gpus: ask.size, rentable: isRentable(machine, ask) })),
  };
}
