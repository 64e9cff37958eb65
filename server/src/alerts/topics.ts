import { catalog, isOfAccount, isTopic, type Topic } from "../events/catalog.ts";
import { InvalidInput } from "../values/refusal.ts";
import type { Means } from "./rules/channel.ts";

/** What a webhook can be told of: all there is, but where else somebody works, which is theirs alone. */
export const topics: readonly Topic[] = Object.keys(catalog)
  .filter(isTopic)
  .filter((topic) => topic !== "sign-in.switched");

/** Of those that are asked for, in their order. */
export function readTopics(means: Means, wanted: readonly Topic[]): Topic[] {
  if (wanted.length > 0 && means !== "webhook")
    throw new InvalidInput("events", "Only a webhook tells events as they are. Choose kinds instead.");
  return topics.filter((topic) => wanted.includes(topic));
}

/** They come by the minute and mean nothing later, so what was delivered of them is kept for a day. */
export const marketTopics: readonly Topic[] = topics.filter((topic) => !isOfAccount(topic));
