import { setTimeout as sleep } from "node:timers/promises";
import { PlainFailure } from "../scripts/plain-failure.ts";
import type { Load } from "./load.ts";
import type { SubscriberOrder, SubscriberTold } from "./load/subscribers.ts";

// What subscribers subscribe to, and how the bench makes sure that they were told.

export const MARKET =
  "subscription Market($after: Cursor) { offersChanged(after: $after) { __typename ... on OffersDelta " +
  "{ cursor at withdrawn changed { id region kind pricePerGpuHour previousPricePerGpuHour priceChangedAt } } } }";

export const ACTIVITY =
  "subscription Activity($after: Cursor) { activityChanged(after: $after) { __typename ... on ActivityHappened " +
  "{ cursor entry { id at topic actorName summary } } } }";

export type Subscribers = Load<SubscriberOrder, SubscriberTold>;

const GIVE_UP_MS = 60_000;

/** Opens them all, or fails: figures of those who happened to get in would say nothing. */
export async function openAll(
  subscribers: Subscribers,
  { port }: { port: number },
  asked: Omit<SubscriberOrder & { do: "open" }, "do" | "port">,
): Promise<void> {
  const { open, failures } = await subscribers.do({ do: "open", port, ...asked });
  if (open === asked.count && failures.length === 0) return;
  throw new PlainFailure(`${open} of ${asked.count} subscribers are there. ${failures[0] ?? ""}`);
}

/** Every subscriber has heard every event since told to listen, and nobody heard one twice. */
export async function untilHeard(
  subscribers: Subscribers,
  size: number,
  events: number,
): Promise<SubscriberTold> {
  return until(subscribers, GIVE_UP_MS, ({ arrivals }) => {
    const heard = arrivals.map((times) => times.length);
    if (heard.length > events) throw new PlainFailure("Some subscribers heard an event twice.");
    return heard.length === events && heard.every((count) => count === size);
  });
}

/** Asks again and again, until what they tell is enough. */
export async function until(
  subscribers: Subscribers,
  giveUpMs: number,
  isEnough: (told: SubscriberTold) => boolean,
): Promise<SubscriberTold> {
  const giveUpAt = now() + giveUpMs;
  for (;;) {
    const told = await subscribers.do({ do: "tell" });
    if (isEnough(told)) return told;
    const [failure] = told.failures;
    if (failure) throw new PlainFailure(`A subscriber was lost: ${failure}`);
    if (now() > giveUpAt) {
      const heard = told.arrivals.map((times) => times.length);
      throw new PlainFailure(
        `After ${giveUpMs / 1000} s the subscribers had heard ${heard.length} times, at the last ${heard.at(-1)} of them.`,
      );
    }
    await sleep(100);
  }
}

/** Milliseconds on the clock that all processes of this machine share. */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
