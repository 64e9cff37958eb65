/** The names of the provider's endpoints, by which moods know them: as far as they do the same, as everywhere. */
export const endpoints = ["search", "templates", "create", "task", "list", "show", "destroy"] as const;

export type Endpoint = (typeof endpoints)[number];
