import type { InMemoryCacheConfig } from "@apollo/client";
import { possibleTypes } from "#gql/possible-types.ts";

export const cacheOptions: InMemoryCacheConfig = {
  possibleTypes,
  // There is one viewer, and it has no id to be kept by.
  typePolicies: { Viewer: { keyFields: [] } },
};
