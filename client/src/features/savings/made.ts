import type { Cloud } from "#gql/graphql.ts";
import { decimal, formatUsd, micros } from "#lib/money.ts";
import { atCloud, cloudName } from "./clouds.ts";

/** What was paid, and the same hours at each cloud; as a page reads it, or as it is told every second. */
export interface Figures {
  paid: string;
  clouds: readonly { cloud: Cloud; compared: string; reference: string; saved: string }[];
}

/** How a figure was made: what it is a sum of, and in words what that rests on. */
export interface Made {
  title: string;
  lines: readonly { name: string; amount: string; sign?: "less" | "sum" }[];
  words: readonly string[];
}

/** Of two times, such as the months before and this one. */
export function sumOf(one: Figures, other: Figures): Figures {
  const sum = (a: string, b: string | undefined) => decimal(micros(a) + micros(b ?? "0"));
  return {
    paid: sum(one.paid, other.paid),
    clouds: one.clouds.map((at) => {
      const more = atCloud(other.clouds, at.cloud);
      return {
        cloud: at.cloud,
        compared: sum(at.compared, more?.compared),
        reference: sum(at.reference, more?.reference),
        saved: sum(at.saved, more?.saved),
      };
    }),
  };
}

const fromTheLedger =
  "From the metered stretches that the ledger is settled from, by the function that settles it. Each hour is compared at the price that was in force in it.";
const ofReservations =
  "An hour of a reservation costs its share of what was paid for it and did not come back. Until the reservation is over that may change, as hours are added or handed back. Hours that no machine ran in are paid for, too, and count against it; a credit for lateness is no price, and is not in it.";

export function howSaved(title: string, figures: Figures, cloud: Cloud): Made {
  const at = atCloud(figures.clouds, cloud);
  const name = cloudName(cloud);
  const apart = at && at.compared !== figures.paid ? [partial(figures.paid, at.compared, name)] : [];
  return {
    title,
    lines: at
      ? [
          { name: `The same hours at ${name}`, amount: at.reference },
          { name: "Paid for them here", amount: at.compared, sign: "less" },
          { name: "Saved", amount: at.saved, sign: "sum" },
        ]
      : [],
    words: [fromTheLedger, ofReservations, ...apart],
  };
}

export function howPaid(title: string, figures: Figures, cloud: Cloud): Made {
  const at = atCloud(figures.clouds, cloud);
  return {
    title,
    lines: [{ name: "Charged by the second, and for reserved hours", amount: figures.paid, sign: "sum" }],
    words: [
      fromTheLedger,
      ofReservations,
      ...(at ? [partial(figures.paid, at.compared, cloudName(cloud))] : []),
    ],
  };
}

export function howLong(title: string, { gpuHours }: { gpuHours: number }): Made {
  return {
    title,
    lines: [],
    words: [
      `${gpuHours.toFixed(4)} hours of a GPU: the time that each machine ran and was paid for, times its GPUs. What ran beside the hours of a reservation, or beyond its GPUs, is not counted.`,
    ],
  };
}

/** By what less was spent, as a sum. */
export function howSummed(
  title: string,
  parts: readonly { name: string; amount: string }[],
  total: string,
): Made {
  return {
    title,
    lines: [
      ...parts.map(({ name, amount }) => ({ name, amount })),
      { name: "Together", amount: total, sign: "sum" },
    ],
    words: ["Each of these is said how it was made where it stands by itself."],
  };
}

export function howProjected(
  soFar: Figures,
  { low, expected, high }: { low: string; expected: string; high: string },
  cloud: Cloud,
): Made {
  const at = atCloud(soFar.clouds, cloud);
  return {
    title: `Saved by the month's end, against ${cloudName(cloud)}`,
    lines: [
      { name: "Until now", amount: at?.saved ?? "0.000000" },
      { name: "If the days to come are quiet", amount: low },
      { name: "If they are as the average was", amount: expected, sign: "sum" },
      { name: "If they are busy", amount: high },
    ],
    words: [
      "What is saved until now, and for the time that is left the days of the last two weeks: their average, and for the band the quarter of them that saved least and the quarter that saved most. Days before the first charge do not count.",
      "The month is one of UTC.",
    ],
  };
}

/** What runs now, machine by machine: what each has cost so far, and costs an hour. */
export function howRunning(tick: {
  ratePerHour: string;
  sessions: readonly { sessionId: string; paid: string; ratePerHour: string }[];
}): Made {
  return {
    title: "Running now, an hour",
    lines: [
      ...tick.sessions.map(({ sessionId, ratePerHour, paid }) => ({
        name: `${sessionId}, ${formatUsd(paid)} so far`,
        amount: ratePerHour,
      })),
      { name: "Together", amount: tick.ratePerHour, sign: "sum" as const },
    ],
    words: [
      "What each machine that runs is charged an hour at this instant; of one that runs for a reservation, its share of what the reservation costs.",
    ],
  };
}

function partial(paid: string, compared: string, cloud: string): string {
  return compared === paid
    ? `All of it has a fair match at ${cloud}.`
    : `Of ${formatUsd(paid)} that was paid, ${formatUsd(compared)} is for hours that have a fair match at ${cloud}. The rest is compared with nothing, and counts as nothing.`;
}
