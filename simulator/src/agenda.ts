/**
 * What is due to happen, soonest first: a binary heap. Two things due at the same millisecond happen in the order
 * they were planned, which keeps a run repeatable.
 */
export interface Due<Event> {
  at: number;
  event: Event;
}

interface Entry<Event> extends Due<Event> {
  order: number;
}

export class Agenda<Event> {
  readonly #heap: Entry<Event>[] = [];
  #planned = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** When the soonest is due; never, when nothing is planned. */
  get dueAt(): number {
    return this.#heap[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  /** At the first whole millisecond from then on. */
  plan(at: number, event: Event): void {
    const entry = { at: Math.ceil(at), event, order: this.#planned++ };
    const heap = this.#heap;
    let hole = heap.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(entry, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = entry;
  }

  /** Takes the soonest event that is due by `now`, or nothing. */
  takeDue(now: number): Due<Event> | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.at > now) return undefined;
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  #sink(entry: Entry<Event>): void {
    const heap = this.#heap;
    let hole = 0;
    for (;;) {
      const left = heap[2 * hole + 1];
      const right = heap[2 * hole + 2];
      const child =
        right !== undefined && left !== undefined && before(right, left) ? 2 * hole + 2 : 2 * hole + 1;
      const below = heap[child];
      if (below === undefined || !before(below, entry)) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = entry;
  }
}

function before<Event>(one: Entry<Event>, other: Entry<Event>): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
