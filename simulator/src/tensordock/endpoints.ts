/** The names of the provider's endpoints, by which moods know them. */
export const endpoints = [
  "locations",
  "hostnodes",
  "create",
  "list",
  "show",
  "start",
  "stop",
  "modify",
  "destroy",
] as const;

export type Endpoint = (typeof endpoints)[number];
