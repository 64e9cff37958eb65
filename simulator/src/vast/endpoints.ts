/** The names of the provider's endpoints, by which limits and moods know them. */
export const endpoints = [
  "search",
  "create",
  "list",
  "show",
  "manage",
  "start-many",
  "reboot",
  "destroy",
  "bid",
  "ssh-read",
  "ssh-attach",
  "ssh-detach",
  "account-keys",
  "user",
  "gpu-names",
  "metrics",
  "charges",
  "templates",
] as const;

export type Endpoint = (typeof endpoints)[number];
