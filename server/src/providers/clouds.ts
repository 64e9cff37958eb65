/** The clouds that Berth can rent from, with a key. */
export const clouds = [
  { id: "vast", name: "Vast.ai" },
  { id: "tensordock", name: "TensorDock" },
  { id: "bluelobster", name: "Blue Lobster" },
] as const;

export type CloudId = (typeof clouds)[number]["id"];

/** As it is called by people; what is not known here is called as it is written. */
export function cloudName(id: string): string {
  return clouds.find((cloud) => cloud.id === id)?.name ?? id;
}
