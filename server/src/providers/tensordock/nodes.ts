import { z } from "zod";

// What the list of nodes tells beside the list of locations: how much of the time a node was up, and how fast its
// lines are. Of a card at a location the worst of its nodes is told, since the provider picks one.

const card = z.looseObject({ v0Name: z.string().min(1).max(80) });
const speed = z.number().positive().max(10_000).nullish().catch(null);

const node = z.looseObject({
  location_id: z.string().min(1).max(64),
  uptime_percentage: z.number().min(0).max(100).nullish().catch(null),
  available_resources: z.looseObject({ gpus: z.array(card) }),
  location: z
    .looseObject({ network_speed_gbps: speed, network_speed_upload_gbps: speed })
    .nullish()
    .catch(null),
});

export interface NodeFacts {
  reliability: number | null;
  networkDownMbps: number | null;
  networkUpMbps: number | null;
}

export interface NodeRow extends NodeFacts {
  location: string;
  cards: readonly string[];
}

/** Null for a row of no known shape. */
export function readNode(value: unknown): NodeRow | null {
  const parsed = node.safeParse(value);
  if (!parsed.success) return null;
  const { location_id, uptime_percentage, available_resources, location } = parsed.data;
  return {
    location: location_id,
    cards: available_resources.gpus.map(({ v0Name }) => v0Name),
    reliability: uptime_percentage == null ? null : Math.round(uptime_percentage * 100) / 10_000,
    networkDownMbps: megabits(location?.network_speed_gbps),
    networkUpMbps: megabits(location?.network_speed_upload_gbps),
  };
}

function megabits(gigabits: number | null | undefined): number | null {
  return gigabits == null ? null : gigabits * 1_000;
}

const UNKNOWN: NodeFacts = { reliability: null, networkDownMbps: null, networkUpMbps: null };

/** What was last told of the nodes. It changes slowly, so that a list that fails to come takes nothing away. */
export class Nodes {
  #facts = new Map<string, NodeFacts>();

  learn(rows: readonly NodeRow[]): void {
    const facts = new Map<string, NodeFacts>();
    for (const { location, cards, ...told } of rows) {
      for (const card of cards) {
        const key = keyOf(location, card);
        const known = facts.get(key);
        facts.set(key, known ? worseOf(known, told) : told);
      }
    }
    this.#facts = facts;
  }

  of(location: string, card: string): NodeFacts {
    return this.#facts.get(keyOf(location, card)) ?? UNKNOWN;
  }
}

function keyOf(location: string, card: string): string {
  return `${location}/${card}`;
}

function worseOf(one: NodeFacts, other: NodeFacts): NodeFacts {
  return {
    reliability: lower(one.reliability, other.reliability),
    networkDownMbps: lower(one.networkDownMbps, other.networkDownMbps),
    networkUpMbps: lower(one.networkUpMbps, other.networkUpMbps),
  };
}

/** Of two nodes one of which says nothing, nothing is known. */
function lower(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.min(one, other);
}
