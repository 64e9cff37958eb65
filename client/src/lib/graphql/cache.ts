import type { InMemoryCacheConfig } from "@apollo/client";

export const cacheOptions: InMemoryCacheConfig = {
  // There is one viewer, and it has no id to be kept by.
  typePolicies: { Viewer: { keyFields: [] } },
};
