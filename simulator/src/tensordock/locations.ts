import type { Machine } from "../market/machines.ts";

/** Where TensorDock's machines stand. A customer names a location, or one node there, and what a machine is to have. */
export interface Location {
  id: string;
  city: string;
  stateprovince: string;
  country: string;
  /** How good a data centre it is, of three. */
  tier: number;
  organisation: string;
  gigabits: number;
  networkStorage: boolean;
  rates: PartRates;
  nodes: readonly Node[];
}

/** Micro-dollars an hour for what is sold beside the GPUs. */
export interface PartRates {
  vcpu: number;
  ramGb: number;
  storageGb: number;
}

export interface Node {
  id: string;
  machine: Machine;
  vcpus: number;
  ramGb: number;
  storageGb: number;
  /** Whole addresses it can give away. */
  addresses: number;
  /** Whether ports of its own address can lead to a machine. */
  forwards: boolean;
}

/** What stands where, before chance has a word: of each node its model, its GPUs, and its whole addresses. */
export interface LocationPlan {
  city: string;
  stateprovince: string;
  country: string;
  /** Of the market's places, the one whose power and rent are paid there. */
  place: string;
  tier: number;
  nodes: readonly (readonly [model: string, gpus: number, addresses: number])[];
}

export const plans: readonly LocationPlan[] = [
  {
    city: "Chubbuck",
    stateprovince: "Idaho",
    country: "United States",
    place: "Utah, US",
    tier: 3,
    nodes: [
      ["RTX 4090", 8, 6],
      ["RTX 4090", 8, 6],
      ["RTX A6000", 8, 4],
      ["H100 SXM", 8, 8],
    ],
  },
  {
    city: "Austin",
    stateprovince: "Texas",
    country: "United States",
    place: "Texas, US",
    tier: 3,
    nodes: [
      ["H100 SXM", 8, 8],
      ["RTX 4090", 4, 0],
      ["L40S", 8, 4],
    ],
  },
  {
    city: "Orlando",
    stateprovince: "Florida",
    country: "United States",
    place: "North Carolina, US",
    tier: 1,
    nodes: [
      ["RTX 3090", 8, 0],
      ["RTX A4000", 8, 2],
    ],
  },
  {
    city: "Wilmington",
    stateprovince: "Delaware",
    country: "United States",
    place: "Virginia, US",
    tier: 2,
    nodes: [
      ["RTX 4090", 8, 4],
      ["RTX A5000", 4, 0],
      ["Tesla V100 16GB", 8, 4],
    ],
  },
  {
    city: "Manassas",
    stateprovince: "Virginia",
    country: "United States",
    place: "Virginia, US",
    tier: 3,
    nodes: [
      ["A100 SXM4 80GB", 8, 8],
      ["H200", 8, 8],
    ],
  },
  {
    city: "Los Angeles",
    stateprovince: "California",
    country: "United States",
    place: "California, US",
    tier: 2,
    nodes: [
      ["RTX 5090", 8, 4],
      ["RTX 3090", 4, 0],
      ["Tesla T4", 4, 2],
    ],
  },
  {
    city: "New York City",
    stateprovince: "New York",
    country: "United States",
    place: "New York, US",
    tier: 2,
    nodes: [
      ["RTX 6000Ada", 8, 4],
      ["L40", 8, 4],
    ],
  },
  {
    city: "Winnipeg",
    stateprovince: "Manitoba",
    country: "Canada",
    place: "Quebec, CA",
    tier: 1,
    nodes: [
      ["RTX 3090", 8, 0],
      ["RTX 4090", 8, 2],
    ],
  },
  {
    city: "Montreal",
    stateprovince: "Quebec",
    country: "Canada",
    place: "Quebec, CA",
    tier: 3,
    nodes: [
      ["A100 PCIE 80GB", 8, 4],
      ["H100 PCIE", 8, 4],
      ["RTX A6000", 4, 2],
    ],
  },
  {
    city: "London",
    stateprovince: "England",
    country: "United Kingdom",
    place: "United Kingdom, GB",
    tier: 3,
    nodes: [
      ["H100 NVL", 8, 8],
      ["RTX A4000", 8, 4],
    ],
  },
  {
    city: "Frankfurt",
    stateprovince: "Hesse",
    country: "Germany",
    place: "Germany, DE",
    tier: 3,
    nodes: [
      ["L40S", 8, 4],
      ["RTX 4090", 8, 4],
    ],
  },
  {
    city: "Tallinn",
    stateprovince: "Harjumaa",
    country: "Estonia",
    place: "Estonia, EE",
    tier: 2,
    nodes: [
      ["RTX A6000", 8, 4],
      ["RTX 5090", 4, 2],
    ],
  },
  {
    city: "Warsaw",
    stateprovince: "Masovia",
    country: "Poland",
    place: "Poland, PL",
    tier: 2,
    nodes: [
      ["RTX 4090", 8, 0],
      ["RTX 4090", 8, 4],
      ["RTX A5000", 8, 2],
    ],
  },
  {
    city: "Mumbai",
    stateprovince: "Maharashtra",
    country: "India",
    place: "India, IN",
    tier: 2,
    nodes: [
      ["H100 SXM", 8, 4],
      ["RTX A6000", 8, 2],
    ],
  },
  {
    city: "Taipei",
    stateprovince: "Taiwan",
    country: "Taiwan",
    place: "Taiwan, TW",
    tier: 1,
    nodes: [
      ["RTX 3090", 8, 0],
      ["RTX 5090", 8, 4],
    ],
  },
];
