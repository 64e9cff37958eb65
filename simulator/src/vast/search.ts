import type { World } from "../world.ts";
import { machinesOf } from "../world.ts";
import type { Machine } from "../market/machines.ts";
import { OfferRows, offerFacts, secondsLeft, type OfferFacts, type OfferRow } from "./offer-row.ts";
import { testOf, type OfferQuery } from "./query.ts";
import { badArguments } from "./refusals.ts";

interface Offer {
  machine: Machine;
  row: OfferRow;
}

type Reader = (machine: Machine, facts: OfferFacts, now: number) => unknown;

/** Fields that are searched by but stand in no row, and the one that every moment changes. */
const readers: Readonly<Record<string, Reader>> = {
  verified: (machine) => machine.host.verification === "verified",
  datacenter: (machine) => machine.host.datacenter,
  duration: (machine, _facts, now) => secondsLeft(machine, now),
};

/** "external" widens the search beyond the provider's own machines; there are no others here. */
const ignored: ReadonlySet<string> = new Set(["external"]);

export class OfferSearch {
  readonly #rows = new OfferRows();

  /** The matching offers in order, as the bytes of a JSON list. */
  find(world: World, query: OfferQuery): Buffer {
    const offers = this.#match(world, query);
    const parts = offers.flatMap(({ machine, row }, index) => [
      row.bytes,
      Buffer.from(
        `,"duration":${secondsLeft(machine, world.now)}}${index < offers.length - 1 ? "," : ""}`,
        "latin1",
      ),
    ]);
    return Buffer.concat([Buffer.from("["), ...parts, Buffer.from("]")]);
  }

  /** The same with only some columns; "*" stands for all, and a column nobody knows is null. */
  findColumns(world: World, query: OfferQuery, columns: readonly string[]): Record<string, unknown>[] {
    return this.#match(world, query).map(({ machine, row }) => {
      const cells: Record<string, unknown> = { ...row.facts, duration: secondsLeft(machine, world.now) };
      if (columns.includes("*")) return cells;
      return Object.fromEntries(columns.map((column) => [column, cells[column] ?? null]));
    });
  }

  #match(world: World, query: OfferQuery): Offer[] {
    checkFields(world, query);
    const tests = query.clauses
      .filter(({ field }) => !ignored.has(field))
      .map((clause) => ({ read: readerOf(clause.field), test: testOf(clause) }));
    const found: Offer[] = [];
    for (const machine of machinesOf(world, "vast")) {
      if (!machine.online) continue;
      const sizes = new Set<number>();
      for (const row of this.#rows.of(machine, query)) {
        // Identical slices of a machine are shown as one, unless asked otherwise.
        if (query.bundled && sizes.has(row.facts.num_gpus)) continue;
        if (!tests.every(({ read, test }) => test(read(machine, row.facts, world.now)))) continue;
        sizes.add(row.facts.num_gpus);
        found.push({ machine, row });
      }
    }
    return sorted(found, query, world.now).slice(0, Math.max(0, query.limit));
  }
}

function readerOf(field: string): Reader {
  return readers[field] ?? ((_machine, facts) => facts[field as keyof OfferFacts]);
}

/** A field nobody knows is refused, so that a misspelt filter does not pass for one that matches nothing. */
function checkFields(world: World, query: OfferQuery): void {
  const machine = machinesOf(world, "vast").find(({ asks }) => asks.length > 0);
  const [ask] = machine?.asks ?? [];
  if (!machine || !ask) return;
  const known = offerFacts(machine, ask, query);
  for (const { field } of [...query.clauses, ...query.order]) {
    if (!(field in known || field in readers || ignored.has(field)))
      throw badArguments(`unknown field ${field}`);
  }
}

function sorted(offers: Offer[], query: OfferQuery, now: number): Offer[] {
  const columns = query.order.map(({ field, descending }) => ({ read: readerOf(field), descending }));
  return offers.toSorted((one, other) => {
    for (const { read, descending } of columns) {
      const difference = compareValues(
        read(one.machine, one.row.facts, now),
        read(other.machine, other.row.facts, now),
      );
      if (difference !== 0) return descending ? -difference : difference;
    }
    return one.row.facts.id - other.row.facts.id;
  });
}

/** Empty values sort below all others. */
function compareValues(one: unknown, other: unknown): number {
  const oneEmpty = one === null || one === undefined;
  const otherEmpty = other === null || other === undefined;
  if (oneEmpty || otherEmpty) return Number(otherEmpty) - Number(oneEmpty);
  if (typeof one === "string" && typeof other === "string") return one < other ? -1 : Number(one > other);
  return Number(one) - Number(other);
}
