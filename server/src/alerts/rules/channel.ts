import { InvalidInput } from "../../values/refusal.ts";
import { type Kind, kinds } from "./kinds.ts";
import { readZone } from "./timing.ts";

export const means = ["in-app", "webhook", "slack", "email"] as const;
export type Means = (typeof means)[number];

export const digests = ["hour", "day"] as const;
export type Digest = (typeof digests)[number];

/** In which nothing is told that can wait. It may go past midnight. */
export interface QuietHours {
  fromMinute: number;
  untilMinute: number;
}

export interface ChannelInput {
  name: string;
  /** An address of the web, or of mail. */
  address?: string | null | undefined;
  kinds: readonly Kind[];
  quiet?: QuietHours | null | undefined;
  digest?: Digest | null | undefined;
  timeZone?: string | null | undefined;
  perMinute?: number | null | undefined;
}

export interface Channel {
  name: string;
  kinds: Kind[];
  quiet: QuietHours | null;
  digest: Digest | null;
  zone: string;
  perMinute: number;
}

const NAME_CHARACTERS = 60;
const RATE_MOST = 6_000;
const DAY_MINUTES = 24 * 60;

/** How many it may send in a minute until somebody says otherwise. Slack takes one a second. */
const usualRate: Readonly<Record<Means, number>> = { "in-app": 6_000, webhook: 600, slack: 60, email: 60 };

export function readChannel(by: Means, input: ChannelInput): Channel {
  const name = input.name.trim();
  if (name === "" || name.length > NAME_CHARACTERS || /\p{Cc}/u.test(name))
    throw new InvalidInput("name", `A name of 1 to ${NAME_CHARACTERS} characters.`);
  const perMinute = input.perMinute ?? usualRate[by];
  if (!Number.isInteger(perMinute) || perMinute < 1 || perMinute > RATE_MOST)
    throw new InvalidInput("perMinute", `Between 1 and ${RATE_MOST} a minute.`);
  if (by === "slack" && perMinute > 60)
    throw new InvalidInput("perMinute", "Slack takes one message a second.");
  if (input.digest && (by === "webhook" || by === "in-app"))
    throw new InvalidInput(
      "digest",
      "Only mail and Slack gather what happened: a program takes each by itself.",
    );
  return {
    name,
    kinds: kinds.filter((kind) => input.kinds.includes(kind)),
    quiet: readQuiet(input.quiet ?? null),
    digest: input.digest ?? null,
    zone: readZone(input.timeZone ?? "UTC"),
    perMinute,
  };
}

function readQuiet(quiet: QuietHours | null): QuietHours | null {
  if (!quiet) return null;
  const { fromMinute, untilMinute } = quiet;
  const odd = [fromMinute, untilMinute].some((at) => !Number.isInteger(at) || at < 0 || at >= DAY_MINUTES);
  if (odd || fromMinute === untilMinute)
    throw new InvalidInput("quiet", "Two different minutes of a day, each from 0 to 1439.");
  return { fromMinute, untilMinute };
}

/** Where a channel leads that is an address of the web. What of it may be shown is its host. */
export function readWebAddress(by: Means, given: string | null | undefined, anyHost: boolean): URL {
  const url = URL.parse(given?.trim() ?? "");
  if (!url || url.href.length > 2_000)
    throw new InvalidInput("address", "A whole address that starts with https://.");
  if (url.protocol !== "https:" && !(anyHost && url.protocol === "http:"))
    throw new InvalidInput("address", "An address that starts with https://.");
  if (url.username !== "" || url.password !== "")
    throw new InvalidInput("address", "No name or password in the address: what is sent is signed.");
  if (by === "slack" && !anyHost && url.hostname !== "hooks.slack.com")
    throw new InvalidInput(
      "address",
      "The address of a Slack incoming webhook starts with https://hooks.slack.com/.",
    );
  url.hash = "";
  return url;
}
