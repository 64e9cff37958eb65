import { sayUtc } from "../../values/utc.ts";
import { sayUsd, type Usd } from "../../values/money.ts";

// What is written to people about their reservations. A letter says times in UTC; the console says them in theirs.

interface Ended {
  id: string;
  gpus: number;
  gpuModel: string;
  minutes: number;
  endsAt: Date;
  extension: { endsAt: Date; difference: Usd } | null;
  next: "free" | "somebody" | "closed";
  alternatives: readonly { startsAt: Date; endsAt: Date; pool: { name: string } }[];
}

/** That it ends soon, and what can be had then. */
export function endingLetter(ended: Ended) {
  const { id, gpus, gpuModel, minutes, endsAt, extension } = ended;
  return {
    subject: `${gpus} × ${gpuModel}: ends in ${minutes} min`,
    paragraphs: [
      `The reservation ${id} ends at ${sayUtc(endsAt)}. Its machines are stopped then, with what is on their disks.`,
      whatIsNext(ended),
    ],
    button: {
      label: extension ? `Keep it until ${sayUtc(extension.endsAt)}` : "See the reservation",
      href: `/reservations/${id}`,
    },
  };
}

function whatIsNext({ extension, next, alternatives }: Ended): string {
  const longer = extension
    ? `It can be kept until ${sayUtc(extension.endsAt)}, for ${sayUsd(extension.difference)} more.`
    : null;
  const why = {
    free: null,
    somebody: "Somebody else has its GPUs next.",
    closed: "The pool is closed next.",
  }[next];
  const [first] = alternatives;
  const instead =
    why === null || !first
      ? null
      : `As many are free from ${sayUtc(first.startsAt)} to ${sayUtc(first.endsAt)} in ${first.pool.name}.`;
  const nothing = why !== null && !first ? "Nothing nearby is free." : null;
  return [longer, why, instead, nothing].filter((part) => part !== null).join(" ");
}

/** That Berth paid, because machines were late. */
export function lateCreditLetter(paid: { id: string; amount: Usd; minutes: number; gpuMinutes: number }) {
  const { id, amount, minutes, gpuMinutes } = paid;
  return {
    subject: `${sayUsd(amount)} of credit, because machines were late`,
    paragraphs: [
      `${whatWasLate(`the reservation ${id}`, minutes, gpuMinutes)} Berth pays twice what these minutes cost, up to the price of the whole reservation: ${sayUsd(amount)} of credit is available now.`,
      "Nobody has to ask for it. It is on the statement, with the reservation it was paid for.",
    ],
    button: { label: "See the reservation", href: `/reservations/${id}` },
  };
}

/** As many GPUs all the time, or now more and now fewer. */
function whatWasLate(of: string, minutes: number, gpuMinutes: number): string {
  const gpus = gpuMinutes / minutes;
  if (gpus === 1) return `A GPU of ${of} was ${minutes} min late.`;
  if (Number.isInteger(gpus)) return `${gpus} GPUs of ${of} were ${minutes} min late.`;
  return `GPUs of ${of} were missing for ${minutes} min, ${gpuMinutes} GPU-minutes in all.`;
}
