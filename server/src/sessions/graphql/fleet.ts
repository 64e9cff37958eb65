import { Arg, Ctx, Query, Resolver, Root, Subscription } from "type-graphql";
import { type Ctx as Context, inSnapshot } from "../../platform/context.ts";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { type Feed, FedBy, onlyThroughTheHub, Resync } from "../../graphql/feed.ts";
import { CursorScalar } from "../../graphql/scalars.ts";
import { doubtOf } from "../rules/doubt.ts";
import type { Position } from "../../values/cursor.ts";
import { FLEET, listDoubtful, readAudit } from "../store/fleet.ts";
import { readPlace } from "../store/heard.ts";
import { LONGEST_CREATE_MS } from "../work.ts";
import {
  FleetAuditDelta,
  FleetAuditProvider,
  FleetAuditSnapshot,
  FleetAuditUpdate,
  type FleetDifference,
  FleetState,
} from "./fleet-types.ts";

const DIFFERENCES_MOST = 100;

async function readFleet(ctx: Context) {
  const unanswered = new Date(ctx.now().getTime() - LONGEST_CREATE_MS);
  const doubtful = await listDoubtful(ctx, unanswered, DIFFERENCES_MOST);
  const differences = doubtful.map(({ id, ...machine }): FleetDifference => {
    return { ...machine, machineId: id, ...doubtOf(machine) };
  });
  return { providers: await readAudit(ctx), differences };
}

const shared = { sharing: "market", action: "fleet.read", topics: [], announced: "fleet.swept" } as const;

const auditFeed: Feed = {
  ...shared,
  async start(ctx) {
    const cursor = await readPlace(ctx, FLEET);
    return Object.assign(new FleetAuditSnapshot(), await readFleet(ctx), { cursor });
  },
  updates: async () => [],
  async since(ctx, _args, after, upTo) {
    const here = upTo ?? (await readPlace(ctx, FLEET));
    if (after.xid === here.xid) return { updates: [], place: here, more: false };
    if (after.xid > here.xid) {
      const update = new Resync(here, "This cursor is of another stream, or of a history that was replaced.");
      return { updates: [update], place: here, more: false };
    }
    const { providers, differences } = await inSnapshot(ctx, readFleet);
    const changed = providers.filter(({ place }) => place > after.xid && place <= here.xid);
    const update = Object.assign(new FleetAuditDelta(), { cursor: here, changed, differences });
    return { updates: changed.length === 0 ? [] : [update], place: here, more: false };
  },
};

/** How the fleet stands, whole, after each look at a provider: of older clients. */
const fleetFeed: Feed = {
  ...shared,
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

  @FedBy(auditFeed)
  @Subscription(() => FleetAuditUpdate, {
    subscribe: onlyThroughTheHub,
    description:
      "For those who run this Berth: how the fleet stands, or what came after the cursor, then each look at a provider.",
  })
  fleetAuditChanged(
    @Root() update: FleetAuditSnapshot | FleetAuditDelta | Resync,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof FleetAuditUpdate {
    return update;
  }

  @FedBy(fleetFeed)
  @Subscription(() => FleetState, {
    subscribe: onlyThroughTheHub,
    deprecationReason: "fleetAuditChanged tells what changed, and resumes from a cursor.",
    description:
      "How the fleet stands, anew after each look at a provider. What is missed is made up for by the next.",
  })
  fleetTicks(@Root() state: FleetState): FleetState {
    return state;
  }
}

export const fleetResolvers = [FleetResolver] as const;
