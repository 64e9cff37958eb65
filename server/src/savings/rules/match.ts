import type { Usd } from "../../values/money.ts";
import type { Cloud, Pricing } from "./clouds.ts";

// Which of a cloud's machines is the same as one that was rented: same GPU, form factor and memory, by
// exact name. Where a cloud has none, a nearest is taken only if it is declared here, with its reason;
// otherwise there is no fair match, and nothing is said to have been saved.

/** Raised with every change of what follows, or of what is made of it: what was added up by other rules is added up again. */
export const RULES = 2;

/** A GPU as one knows it who rents it. */
export interface Card {
  model: string;
  /** Null where its provider does not say. */
  socket: string | null;
  vramGb: number;
}

export interface ReferencePrice {
  cloud: Cloud;
  sku: string;
  region: string;
  pricing: Pricing;
  gpuModel: string;
  gpuSocket: string;
  vramGb: number;
  pricePerGpuHour: Usd;
  from: Date;
  until: Date | null;
}

export interface Match {
  /** The GPU that is compared with, as the cloud writes it. */
  card: Card & { socket: string };
  /** Why another than the same is fair; null for the same. */
  nearestBecause: string | null;
}

/** Made in one form only, so that who does not say which says enough. */
const onlyForm: Readonly<Record<string, string>> = {
  T4: "PCIe",
  L4: "PCIe",
  L40S: "PCIe",
  A10: "PCIe",
  A10G: "PCIe",
};

/** The server edition of the RTX PRO 6000 is in data centers, too. */
const ofDesks = /^(RTX|GTX|Quadro|Titan)\b(?! PRO 6000 S$)/;

/** What is taken where a cloud does not have the same, and why that is fair. Nothing else ever is. */
const declared: Readonly<Record<string, { model: string; clouds: readonly Cloud[]; because: string }>> = {
  A10: {
    model: "A10G",
    clouds: ["aws"],
    because: "AWS rents the A10 as A10G: the same chip with the same 24 GB.",
  },
};

/** Drivers tell a little less memory than is written on the card: an H100 of 80 GB says 79.6. */
const TOLD_SHORT = 0.07;

/** The same card as a cloud writes it, among what it has; or a declared nearest; or why there is none. */
export function matchCard(
  card: Card,
  cloud: Cloud,
  prices: readonly ReferencePrice[],
): Match | { noMatch: string } {
  const same = findSame(card, cloud, prices);
  if (!("noMatch" in same)) return { card: same, nearestBecause: null };
  const nearest = declared[card.model];
  if (nearest?.clouds.includes(cloud)) {
    const found = findSame({ ...card, model: nearest.model }, cloud, prices);
    if (!("noMatch" in found)) return { card: found, nearestBecause: nearest.because };
  }
  return same;
}

function findSame(
  card: Card,
  cloud: Cloud,
  prices: readonly ReferencePrice[],
): (Card & { socket: string }) | { noMatch: string } {
  const { model, vramGb } = card;
  const socket = card.socket ?? onlyForm[model] ?? null;
  const ofModel = prices.filter((price) => price.cloud === cloud && price.gpuModel === model);
  if (ofModel.length === 0) {
    return {
      noMatch: ofDesks.test(model)
        ? `The ${model} is for desks; no large cloud rents it.`
        : `No price of the ${model} is known there.`,
    };
  }
  if (socket === null) return { noMatch: `Its form factor is not told, and the ${model} differs by it.` };
  const same = ofModel.find(
    (price) => price.gpuSocket === socket && Math.abs(price.vramGb - vramGb) <= price.vramGb * TOLD_SHORT,
  );
  if (same) return { model, socket, vramGb: same.vramGb };
  const forms = new Set(ofModel.map((price) => `${price.gpuSocket} of ${price.vramGb} GB`));
  return {
    noMatch: `It is ${socket} of ${Math.round(vramGb)} GB, and known there is ${[...forms].join(", ")}.`,
  };
}

/** From an instant on, what one GPU cost an hour there. Null while no price was in force. */
export interface Step {
  from: Date;
  until: Date | null;
  price: ReferencePrice;
}

/**
 * The prices in force, one after the other. Of several at one time, such as of other regions, the
 * cheapest is taken: what is said to be saved is the least that it can have been.
 */
export function courseOf(
  { card }: Match,
  cloud: Cloud,
  pricing: Pricing,
  prices: readonly ReferencePrice[],
): Step[] {
  const fit = prices.filter(
    (price) =>
      price.cloud === cloud &&
      price.pricing === pricing &&
      price.gpuModel === card.model &&
      price.gpuSocket === card.socket &&
      price.vramGb === card.vramGb,
  );
  const edges = [
    ...new Set(fit.flatMap(({ from, until }) => [from.getTime(), ...(until ? [until.getTime()] : [])])),
  ].toSorted((a, b) => a - b);
  const steps: Step[] = [];
  for (const [place, from] of edges.entries()) {
    const inForce = fit.filter(
      (price) => price.from.getTime() <= from && (price.until === null || from < price.until.getTime()),
    );
    const [first, ...rest] = inForce;
    if (!first) continue;
    const price = rest.reduce(
      (least, one) => (one.pricePerGpuHour < least.pricePerGpuHour ? one : least),
      first,
    );
    const next = edges[place + 1];
    steps.push({ from: new Date(from), until: next === undefined ? null : new Date(next), price });
  }
  return steps;
}
