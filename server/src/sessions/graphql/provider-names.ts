import { FieldResolver, Resolver, Root } from "type-graphql";
import { cloudName } from "../../providers/clouds.ts";
import { FleetAuditProvider, FleetDifference } from "./fleet-types.ts";
import { MachineType } from "./types.ts";

/** Wherever the id of a provider is told, so is what people call it. */
const named = "What people call the provider.";

@Resolver(() => MachineType)
class MachineProvider {
  @FieldResolver(() => String, { description: named })
  providerName(@Root() { providerId }: MachineType): string {
    return cloudName(providerId);
  }
}

@Resolver(() => FleetAuditProvider)
class AuditProvider {
  @FieldResolver(() => String, { description: named })
  providerName(@Root() { providerId }: FleetAuditProvider): string {
    return cloudName(providerId);
  }
}

@Resolver(() => FleetDifference)
class DifferenceProvider {
  @FieldResolver(() => String, { description: named })
  providerName(@Root() { providerId }: FleetDifference): string {
    return cloudName(providerId);
  }
}

export const providerNameResolvers = [MachineProvider, AuditProvider, DifferenceProvider] as const;
