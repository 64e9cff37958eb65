import { DAY, HOUR } from "../clock.ts";
import { getMachine, machinesOf, type Happening, type World } from "../world.ts";
import { changed, isRentable, listMachine, occupy, relistMachine, vacate } from "./asks.ts";
import { evictOne, evictUnderbid, onReachability } from "../contracts/on-machine.ts";
import { startQueued } from "../contracts/life.ts";
import type { Machine } from "./machines.ts";
import { levelAt, nextPrice, reviseListPrice, roundPrice } from "./prices.ts";
import type { Ask } from "./slices.ts";

/**
 * What hosts and other customers do: prices are looked at, machines are rented and given back, listings renewed.
 * All of it goes by market time, which runs ahead of the clock so that a short look shows a living market. Outages
 * go by the clock, or a machine would fail far more often than its reliability says.
 */
const REPRICE_HOURS = 1.5;
const REVISE_HOURS = 60;
const KNOCK_HOURS = 7;
const STAY_HOURS = 6;
const RELIST_HOURS = 72;
const OUTAGE_HOURS = 900;

type MarketHappening = Extract<Happening, { machineId: number }>;

/** How likely somebody who finds a machine full takes it from an interruptible. */
const TAKEOVER = 0.3;

/** Puts a new machine on the market as if it had been there for long: priced, partly rented, its next events planned. */
export function openMachine(world: World, machine: Machine): void {
  const target = levelAt(world.walks, machine.model, world.now) * machine.standing;
  if (machine.host.pricing === "each")
    setPrice(machine, roundPrice(target * Math.exp(machine.random.normal(0, 0.01))));
  listMachine(world, machine);
  for (let visitor = 0; visitor < Math.ceil(Math.sqrt(machine.gpuCount)); visitor++) {
    if (machine.random.chance(0.42 * eagerness(world, machine))) letIn(world, machine);
  }
  // One look at a list is enough for all that stand on it.
  if (pricedTogether(world, machine)[0] === machine) planReprice(world, machine);
  planMarket(world, machine, "knock", KNOCK_HOURS / Math.sqrt(machine.gpuCount));
  planMarket(world, machine, "relist", RELIST_HOURS);
  planOutage(world, machine);
}

function setPrice(machine: Machine, price: number): void {
  machine.price = price;
  machine.minBid = roundPrice(price * machine.bidShare);
  changed(machine);
}

export function bustle(world: World, happening: MarketHappening): void {
  const machine = getMachine(world, happening.machineId);
  switch (happening.what) {
    case "reprice":
      return reprice(world, machine);
    case "knock":
      return knock(world, machine);
    case "leave":
      return leave(world, machine, happening.tenancy);
    case "relist":
      return relist(world, machine);
    case "outage":
      return breakDown(world, machine);
    case "recovery":
      return recover(world, machine);
  }
}

function reprice(world: World, machine: Machine): void {
  planReprice(world, machine);
  if (machine.priceHeld) return;
  const target = levelAt(world.walks, machine.model, world.now) * machine.standing;
  const price =
    machine.host.pricing === "list"
      ? reviseListPrice(machine.price, target)
      : nextPrice(machine.price, target, machine.random);
  if (price === machine.price) return;
  for (const other of pricedTogether(world, machine)) changePrice(world, other, price);
}

/** The machines whose price changes with this one's: itself, or all of its model where there is a list. */
export function pricedTogether(world: World, machine: Machine): Machine[] {
  const { host, model } = machine;
  if (host.pricing === "each") return [machine];
  return machinesOf(world, host.provider).filter((other) => other.model === model);
}

function planReprice(world: World, machine: Machine): void {
  planMarket(world, machine, "reprice", machine.host.pricing === "list" ? REVISE_HOURS : REPRICE_HOURS);
}

/** A higher price may be more than an interruptible bids. */
export function changePrice(world: World, machine: Machine, price: number): void {
  setPrice(machine, price);
  evictUnderbid(world, machine);
}

/** Somebody looks at the machine. The cheaper it is for what it is, the likelier they take it. */
function knock(world: World, machine: Machine): void {
  planMarket(world, machine, "knock", KNOCK_HOURS / Math.sqrt(machine.gpuCount));
  if (!machine.random.chance(0.6 * eagerness(world, machine))) return;
  if (!letIn(world, machine) && machine.random.chance(TAKEOVER) && evictOne(world, machine))
    letIn(world, machine);
}

function eagerness(world: World, machine: Machine): number {
  return Math.min(1, (levelAt(world.walks, machine.model, world.now) / machine.price) ** 1.5);
}

/** A stranger rents that slice, or one to their liking; false when none is free. */
export function letIn(world: World, machine: Machine, wanted?: Ask): boolean {
  const free = machine.asks.filter(
    (ask) => isRentable(machine, ask) && (wanted === undefined || ask === wanted),
  );
  if (free.length === 0) return false;
  const ask = machine.random.weighted(free, appealOf);
  const tenancy = ++world.lastTenancy;
  occupy(machine, ask, { kind: "stranger", tenancy });
  if (world.marketSpeed > 0) {
    const stay = machine.random.logNormal(STAY_HOURS, 1.1);
    world.agenda.plan(marketTime(world, stay), { what: "leave", machineId: machine.id, tenancy });
  }
  return true;
}

/** Every stranger on the machine leaves. */
export function showOut(world: World, machine: Machine): void {
  const tenancies = machine.slots.flatMap((occupant) =>
    occupant?.kind === "stranger" ? [occupant.tenancy] : [],
  );
  for (const tenancy of new Set(tenancies)) leave(world, machine, tenancy);
}

/** Most want one card or the whole board; asks are aligned, so there are fewer of the large ones to draw. */
function appealOf({ size }: Ask): number {
  return size * size;
}

function leave(world: World, machine: Machine, tenancy: number): void {
  const held = machine.slots.map((occupant) => occupant?.kind === "stranger" && occupant.tenancy === tenancy);
  const first = held.indexOf(true);
  if (first < 0) return;
  vacate(world, machine, { first, size: held.filter(Boolean).length });
  startQueued(world, machine);
}

function relist(world: World, machine: Machine): void {
  planMarket(world, machine, "relist", RELIST_HOURS);
  if (machine.endsAt < world.now + 7 * DAY)
    machine.endsAt = world.now + machine.random.logNormal(40, 0.6) * DAY;
  relistMachine(world, machine);
}

function breakDown(world: World, machine: Machine): void {
  setOnline(world, machine, false);
  const downHours = machine.random.logNormal(0.7, 0.9);
  world.agenda.plan(world.now + downHours * HOUR, { what: "recovery", machineId: machine.id });
}

function recover(world: World, machine: Machine): void {
  setOnline(world, machine, true);
  planOutage(world, machine);
}

export function setOnline(world: World, machine: Machine, online: boolean): void {
  machine.online = online;
  changed(machine);
  onReachability(world, machine);
}

function planMarket(
  world: World,
  machine: Machine,
  what: "reprice" | "knock" | "relist",
  meanHours: number,
): void {
  if (world.marketSpeed === 0) return;
  const wait = machine.random.exponential(meanHours);
  world.agenda.plan(marketTime(world, wait), { what, machineId: machine.id });
}

/** The less reliable the machine, the sooner. */
function planOutage(world: World, machine: Machine): void {
  if (world.marketSpeed === 0) return;
  const meanHours = OUTAGE_HOURS * Math.max(0.02, (machine.reliability - 0.5) * 2);
  const wait = machine.random.exponential(meanHours) * HOUR;
  world.agenda.plan(world.now + wait, { what: "outage", machineId: machine.id });
}

function marketTime(world: World, hours: number): number {
  return world.now + (hours * HOUR) / world.marketSpeed;
}
