import type { ChangePoolInput } from "#gql/graphql.ts";
import { decimal, micros, parseUsd } from "#lib/money.ts";
import type { Refused } from "#lib/refusal.ts";

// What those who run Berth write of a pool, and what the API takes. It has the last word on what may be.

/** Of the form, by the names that the API refuses them under. */
export const poolFields = [
  "name",
  "gpuModel",
  "region",
  "gpus",
  "pricePerGpuHour",
  "marginBp",
  "buyCapPerGpuHour",
  "providers",
  "hosts",
  "leadMinutes",
  "giveUpMinutes",
  "horizonDays",
  "freeCancelHours",
  "cancelShareBp",
  "handBackShareBp",
] as const;

type PoolField = (typeof poolFields)[number];

export type PoolWish = ChangePoolInput & {
  name: string;
  gpus: number;
  pricePerGpuHour: string;
  buyCapPerGpuHour: string;
  marginBp: number | null;
};

export function readPoolWish(textOf: (field: PoolField) => string): PoolWish | Refused {
  try {
    return {
      name: textOf("name"),
      gpus: whole(textOf, "gpus"),
      pricePerGpuHour: dollars(textOf, "pricePerGpuHour"),
      marginBp: textOf("marginBp") === "" ? null : share(textOf, "marginBp"),
      buyCapPerGpuHour: dollars(textOf, "buyCapPerGpuHour"),
      providers: words(textOf("providers")),
      hosts: words(textOf("hosts")),
      leadMinutes: whole(textOf, "leadMinutes"),
      giveUpMinutes: whole(textOf, "giveUpMinutes"),
      horizonDays: whole(textOf, "horizonDays"),
      freeCancelHours: whole(textOf, "freeCancelHours"),
      cancelShareBp: share(textOf, "cancelShareBp"),
      handBackShareBp: share(textOf, "handBackShareBp"),
    };
  } catch (error) {
    if (error instanceof Odd) return { field: error.field, message: error.message };
    throw error;
  }
}

class Odd extends Error {
  readonly field: PoolField;
  constructor(field: PoolField, message: string) {
    super(message);
    this.field = field;
  }
}

type TextOf = (field: PoolField) => string;

function whole(textOf: TextOf, field: PoolField): number {
  if (/^\d{1,6}$/.test(textOf(field))) return Number(textOf(field));
  throw new Odd(field, "Write a whole number.");
}

function dollars(textOf: TextOf, field: PoolField): string {
  const amount = parseUsd(textOf(field));
  if (amount !== null) return amount;
  throw new Odd(field, "That is no amount of dollars.");
}

/** Percent as they are written, in hundredths of a percent as they are sent. */
function share(textOf: TextOf, field: PoolField): number {
  const match = /^(\d{1,4})(?:[.,](\d{1,2}))?\s*%?$/.exec(textOf(field));
  if (match) return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  throw new Odd(field, "Write a percentage, such as 12.5.");
}

/** Words between commas, spaces or lines. */
function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}

/** "12.5" of 1,250 hundredths of a percent. */
export function percentText(shareBp: number): string {
  return decimal(BigInt(shareBp) * 10_000n).replace(/\.?0+$/, "");
}

/** A price without the zeros behind it, to be written over. */
export function priceText(usd: string): string {
  const [whole = "0", fraction = ""] = decimal(micros(usd)).split(".");
  return `${whole}.${fraction.replace(/0+$/, "").padEnd(2, "0")}`;
}
