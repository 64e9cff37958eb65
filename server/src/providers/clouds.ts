/** The clouds that Berth can rent from, with a key. */
export const clouds = [
  { id: "vast", name: "Vast.ai" },
  { id: "tensordock", name: "TensorDock" },
  { id: "bluelobster", name: "Blue Lobster" },
] as const;

export type CloudId = (typeof clouds)[number]["id"];
