import { dollars, HOURS_PER_MONTH } from "../money.ts";
import { isRentable } from "../market/asks.ts";
import type { Machine } from "../market/machines.ts";
import { isFree, type Ask } from "../market/slices.ts";
import { machineFacts, priceBlock } from "./machine-facts.ts";

/** What a search says about the offers it wants to see. */
export interface Terms {
  bid: boolean;
  /** GB of disk that the total price includes. */
  storageGb: number;
}

/** A row of the search, but for how long the offer still lasts: that alone changes by itself. */
export function offerFacts(machine: Machine, ask: Ask, { bid, storageGb }: Terms) {
  const gpuPerHour = dollars((bid ? machine.minBid : machine.price) * ask.size);
  const diskPerHour = (storageGb * dollars(machine.host.storagePerGbMonth)) / HOURS_PER_MONTH;
  const total = gpuPerHour + diskPerHour;
  const prices = priceBlock(gpuPerHour, diskPerHour);
  return {
    // First, because only an object that begins as a copy is copied fast.
    ...machineFacts(machine, ask.size),
    id: ask.id,
    ask_contract_id: ask.id,
    bundle_id: machine.id * 100 + ask.size,
    bundled_results: null,
    gpu_ids: Array.from({ length: ask.size }, (_, index) => machine.id * 16 + ask.first + index),
    disk_space: machine.specs.diskGb * (ask.size / machine.gpuCount),
    is_bid: bid,
    dph_base: gpuPerHour,
    dph_total: total,
    dph_total_adj: total,
    min_bid: dollars(machine.minBid * ask.size),
    storage_total_cost: diskPerHour,
    discount_rate: 0,
    discounted_hourly: 0,
    discounted_dph_total: total,
    credit_discount_max: machine.host.datacenter ? 0.4 : 0.1,
    vram_costperhour: gpuPerHour / (machine.specs.vramMb * ask.size),
    dlperf_per_dphtotal: (machine.model.dlperf * ask.size) / total,
    flops_per_dphtotal: (machine.model.teraflops * ask.size) / total,
    score: ((machine.model.dlperf * ask.size) / total) * machine.reliability ** 4,
    start_date: machine.startedAt / 1_000,
    end_date: machine.endsAt / 1_000,
    time_remaining: "",
    time_remaining_isbid: "",
    rentable: isRentable(machine, ask),
    rented: !isFree(machine.slots, ask),
    search: prices,
    instance: prices,
  };
}

export type OfferFacts = ReturnType<typeof offerFacts>;

export class OfferRow {
  readonly facts: OfferFacts;
  #bytes: Buffer | undefined;

  constructor(facts: OfferFacts) {
    this.facts = facts;
  }

  /** The row as JSON, up to the closing brace. Turning rows into text is most of what a search costs. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(JSON.stringify(this.facts).slice(0, -1));
    return this.#bytes;
  }
}

export const secondsLeft = (machine: Machine, now: number): number => (machine.endsAt - now) / 1_000;

interface Kept {
  revision: number;
  rows: Map<string, readonly OfferRow[]>;
}

/** How many different terms are remembered for one machine: searches ask for the same few again and again. */
const TERMS_KEPT = 4;

/** Rows of each machine, in the order of its asks, remembered until something happens to it. */
export class OfferRows {
  readonly #kept = new WeakMap<Machine, Kept>();

  of(machine: Machine, terms: Terms): readonly OfferRow[] {
    const key = `${terms.bid}${terms.storageGb}`;
    const kept = this.#keptOf(machine);
    const known = kept.rows.get(key);
    if (known) return known;
    if (kept.rows.size >= TERMS_KEPT) kept.rows.clear();
    const rows = machine.asks.map((ask) => new OfferRow(offerFacts(machine, ask, terms)));
    kept.rows.set(key, rows);
    return rows;
  }

  #keptOf(machine: Machine): Kept {
    const kept = this.#kept.get(machine);
    if (kept?.revision === machine.revision) return kept;
    const fresh = { revision: machine.revision, rows: new Map<string, readonly OfferRow[]>() };
    this.#kept.set(machine, fresh);
    return fresh;
  }
}
