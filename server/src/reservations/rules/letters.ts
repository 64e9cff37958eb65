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
      `The reservation ${id} ends at ${atUtc(endsAt)}. Its machines are stopped then, with what is on their disks.`,
      whatIsNext(ended),
    ],
    button: {
      label: extension ? `Keep it until ${atUtc(extension.endsAt)}` : "See the reservation",
      href: `/reservations/${id}`,
    },
  };
}

function whatIsNext({ extension, next, alternatives }: Ended): string {
  const longer = extension
    ? `It can be kept until ${atUtc(extension.endsAt)}, for ${sayUsd(extension.difference)} more.`
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
      : `As many are free from ${atUtc(first.startsAt)} to ${atUtc(first.endsAt)} in ${first.pool.name}.`;
  const nothing = why !== null && !first ? "Nothing nearby is free." : null;
  return [longer, why, instead, nothing].filter((part) => part !== null).join(" ");
}

/** That Berth paid, because machines were late. */
export function lateCreditLetter(paid: { id: string; amount: Usd; minutes: number; gpus: number }) {
  const { id, amount, minutes, gpus } = paid;
  return {
    subject: `${sayUsd(amount)} of credit, because machines were late`,
    paragraphs: [
      `${gpus === 1 ? "A GPU" : `${gpus} GPUs`} of the reservation ${id} ${gpus === 1 ? "was" : "were"} ${minutes} min late. Berth pays twice what these minutes cost, up to the price of the whole reservation: ${sayUsd(amount)} of credit is available now.`,
      "Nobody has to ask for it. It is on the statement, with the reservation it was paid for.",
    ],
    button: { label: "See the reservation", href: `/reservations/${id}` },
  };
}

const atUtc = (instant: Date): string => `${instant.toISOString().slice(0, 16).replace("T", " ")} UTC`;
