// What an account's plan includes. A role says what a person may do in an account; a plan, what the
// account may do at all.

export const plans = ["starter", "team"] as const;
export type Plan = (typeof plans)[number];

export type Feature = "reservations";

const features: Readonly<Record<Feature, readonly Plan[]>> = { reservations: ["team"] };

export const planIncludes = (plan: Plan, feature: Feature): boolean => features[feature].includes(plan);

/** The least plan that includes it. */
export function planFor(feature: Feature): Plan {
  const [least] = features[feature];
  if (!least) throw new Error(`no plan includes ${feature}`);
  return least;
}
