import { Ctx, Query, Resolver, Root, Subscription } from "type-graphql";
import type { Ctx as Context } from "../../platform/context.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { type Feed, FedBy, onlyThroughTheHub } from "../../graphql/feed.ts";
import { doubtOf } from "../rules/doubt.ts";
import { listDoubtful, readAudit } from "../store/fleet.ts";
import { LONGEST_CREATE_MS } from "../work.ts";
import { FleetAuditProvider, type FleetDifference, FleetState } from "./fleet-types.ts";

const DIFFERENCES_MOST = 100;

async function readFleet(ctx: Context): Promise<FleetState> {
  const unanswered = new Date(ctx.now().getTime() - LONGEST_CREATE_MS);
  const doubtful = await listDoubtful(ctx, unanswered, DIFFERENCES_MOST);
  const differences = doubtful.map(({ id, ...machine }): FleetDifference => {
    return { ...machine, machineId: id, ...doubtOf(machine) };
  });
  return { providers: await readAudit(ctx), differences };
}

/** How the fleet stands, anew after each look at a provider. */
const fleetFeed: Feed = {
  sharing: "market",
  action: "fleet.read",
  topics: [],
  announced: "fleet.swept",
  start: (ctx) => readFleet(ctx),
  updates: async () => [],
};

@Resolver()
class FleetResolver {
  @Access("fleet.read")
  @Query(() => [FleetAuditProvider], {
    description: "For those who run this Berth: what providers list against what is believed.",
  })
  fleetAudit(@Ctx() ctx: GraphContext): Promise<FleetAuditProvider[]> {
    return readAudit(ctx);
  }

  @Access("fleet.read")
  @Query(() => FleetState, {
    description: "For those who run this Berth: every provider, and each machine that is in question.",
  })
  fleet(@Ctx() ctx: GraphContext): Promise<FleetState> {
    return readFleet(ctx);
  }

  @FedBy(fleetFeed)
  @Subscription(() => FleetState, {
    subscribe: onlyThroughTheHub,
    description:
      "How the fleet stands, anew after each look at a provider. What is missed is made up for by the next.",
  })
  fleetTicks(@Root() state: FleetState): FleetState {
    return state;
  }
}

export const fleetResolvers = [FleetResolver] as const;
