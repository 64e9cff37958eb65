import { nameGpu } from "../../values/gpu.ts";
import { InvalidInput } from "../../values/refusal.ts";

export const feedScopes = ["account", "own", "pool"] as const;
export type FeedScope = (typeof feedScopes)[number];

export interface WindowsWish {
  gpu: string;
  gpuCount: number;
  hours: number;
}

const NAME_CHARACTERS = 60;

/** What a calendar program shows it as. */
export function readFeedName(text: string): string {
  const name = text.trim();
  if (name === "" || name.length > NAME_CHARACTERS || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name))
    throw new InvalidInput("name", `A name of 1 to ${NAME_CHARACTERS} characters, in one line.`);
  return name;
}

export function readZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidInput("timeZone", "This is not the name of a time zone, such as Europe/Berlin.");
  }
}

/** Of which machine the cheapest windows are wished for. */
export function readWindowsWish(wish: WindowsWish): WindowsWish {
  const { gpuCount, hours } = wish;
  if (!Number.isInteger(gpuCount) || gpuCount < 1 || gpuCount > 64)
    throw new InvalidInput("windows", "Between 1 and 64 GPUs.");
  if (!Number.isInteger(hours) || hours < 1 || hours > 72)
    throw new InvalidInput("windows", "Between 1 and 72 hours.");
  if (wish.gpu.trim() === "") throw new InvalidInput("windows", "Name a GPU, such as H100.");
  return { gpu: nameGpu(wish.gpu).model, gpuCount, hours };
}
