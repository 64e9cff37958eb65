import { AccountResolver } from "./account.ts";
import { ActivityResolver } from "./activity.ts";
import { AccountMutations } from "./mutations.ts";
import { ProviderKeyResolver } from "./provider-keys.ts";
import { UsageResolver } from "./usage.ts";
import { SignInResolver, ViewerResolver } from "./viewer.ts";

export { ProviderKeyType } from "./provider-keys.ts";
export { ActivityEntryType, ViewerType } from "./types.ts";

export const accountResolvers = [
  ViewerResolver,
  SignInResolver,
  AccountResolver,
  ActivityResolver,
  AccountMutations,
  UsageResolver,
  ProviderKeyResolver,
] as const;
