import type { Cloud } from "#gql/graphql.ts";

export const clouds: readonly { value: Cloud; label: string }[] = [
  { value: "AWS", label: "AWS" },
  { value: "GCP", label: "Google Cloud" },
  { value: "AZURE", label: "Azure" },
];

/** What a cookie remembers; AWS for who has not chosen. */
export function cloudOf(remembered: string | undefined): Cloud {
  return clouds.find(({ value }) => value === remembered)?.value ?? "AWS";
}

export function cloudName(cloud: Cloud): string {
  return clouds.find(({ value }) => value === cloud)?.label ?? cloud;
}

export function atCloud<Figures extends { cloud: Cloud }>(
  all: readonly Figures[],
  cloud: Cloud,
): Figures | null {
  return all.find((one) => one.cloud === cloud) ?? null;
}
