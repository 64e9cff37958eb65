/** The clouds that others are compared with. */
export const clouds = ["aws", "gcp", "azure"] as const;
export type Cloud = (typeof clouds)[number];

export const pricings = ["on_demand", "one_year", "spot"] as const;
export type Pricing = (typeof pricings)[number];
