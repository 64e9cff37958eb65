import type { Place } from "../market/places.ts";

/** Two places: one for production, and one that is still being built. */
export interface Region {
  name: "igl" | "phl";
  description: string;
  city: string;
  state: string;
  place: Place;
  /** The nodes that stand there: so many of a model, each with so many cards, or seats for machines without. */
  nodes: readonly { model: string; cards: number }[];
}

const place = (name: string): Place => ({ name, country: "US", weight: 1, priceFactor: 1 });

export const regions: readonly Region[] = [
  {
    name: "igl",
    description: "Wilmington, DE",
    city: "Wilmington",
    state: "Delaware",
    place: place("Delaware, US"),
    nodes: [
      { model: "RTX 2080 Ti", cards: 4 },
      { model: "RTX A4000", cards: 4 },
      { model: "RTX A4000", cards: 4 },
      { model: "RTX A5000", cards: 4 },
      { model: "RTX A5000", cards: 2 },
      { model: "Q RTX 8000", cards: 4 },
      { model: "RTX A6000", cards: 4 },
      // The only one there is.
      { model: "RTX 5090", cards: 1 },
      { model: "CPU", cards: 8 },
    ],
  },
  {
    name: "phl",
    description: "Philadelphia, PA (development)",
    city: "Philadelphia",
    state: "Pennsylvania",
    place: place("Pennsylvania, US"),
    nodes: [
      { model: "RTX 2080 Ti", cards: 2 },
      { model: "RTX A4000", cards: 2 },
      { model: "RTX A5000", cards: 4 },
      { model: "Q RTX 8000", cards: 2 },
      { model: "RTX A6000", cards: 2 },
      { model: "CPU", cards: 4 },
    ],
  },
];
