/** The clouds whose dialects are spoken here. Each has machines, an account and moods of its own. */
export const providers = ["vast", "tensordock", "bluelobster"] as const;

export type Provider = (typeof providers)[number];
