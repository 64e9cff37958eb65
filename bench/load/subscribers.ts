import { setTimeout as sleep } from "node:timers/promises";
import { Subscriber } from "./subscriber.ts";
import { serve } from "./serve.ts";

// A process that is thousands of subscribers: it opens sockets, subscribes on each, and notes when
// frames come. Times are of the clock that all processes of a machine share.

export type SubscriberOrder =
  | {
      do: "open";
      port: number;
      count: number;
      /** Sockets take them in turn. */
      keys: string[];
      query: string;
      /** In place of it, where each asks another; sockets take them in turn. */
      queries?: string[];
      /** Where to resume; sockets take them in turn. */
      cursors: string[];
      /** How many may be on their way at once. */
      atOnce: number;
      /** Counts as open once this many frames have come. */
      frames: number;
    }
  | { do: "listen" }
  /** So many of them, whoever it hits, are gone as if their machines were. */
  | { do: "cut"; count: number }
  | { do: "tell" }
  | { do: "close" };

export type SubscriberTold = {
  open: number;
  /** When frames came since told to listen: one list for each place in the order of frames. */
  arrivals: number[][];
  bytes: number;
  lastFrame: string;
  failures: string[];
};

const all: Subscriber[] = [];

serve<SubscriberOrder, SubscriberTold>(async (order) => {
  if (order.do === "open") await open(order);
  if (order.do === "listen") for (const subscriber of all) subscriber.listen();
  if (order.do === "cut") cut(order.count);
  if (order.do === "close") for (const subscriber of all.splice(0)) subscriber.close();
  return tell(order.do === "tell");
});

async function open(order: SubscriberOrder & { do: "open" }): Promise<void> {
  const { port, query, queries = [query], count, keys, cursors, frames } = order;
  let made = 0;
  const makeInTurn = async () => {
    while (made < count) {
      const at = made++;
      const subscriber = new Subscriber({
        port,
        query: queries[at % queries.length] ?? query,
        key: keys[at % keys.length] ?? "",
        cursor: cursors[at % cursors.length],
        keeps: at === 0,
      });
      all.push(subscriber);
      await subscriber.hasHeard(frames);
    }
  };
  await Promise.race([
    Promise.all(Array.from({ length: Math.min(order.atOnce, count) }, makeInTurn)),
    sleep(120_000, undefined, { ref: false }),
  ]);
}

function cut(count: number): void {
  for (let left = Math.min(count, all.length); left > 0; left--) {
    const [subscriber] = all.splice(Math.floor(Math.random() * all.length), 1);
    subscriber?.close();
  }
}

function tell(whole: boolean): SubscriberTold {
  const told: SubscriberTold = { open: 0, arrivals: [], bytes: 0, lastFrame: "", failures: [] };
  for (const subscriber of all) {
    if (subscriber.isOpen) told.open += 1;
    if (subscriber.failure) told.failures.push(subscriber.failure);
    if (!whole) continue;
    told.bytes += subscriber.bytes;
    told.lastFrame ||= subscriber.lastFrame;
    for (const [place, at] of subscriber.arrivals.entries()) (told.arrivals[place] ??= []).push(at);
  }
  return told;
}
