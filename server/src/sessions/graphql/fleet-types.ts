import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";

const FleetDoubtEnum = {
  ORPHAN: "orphan",
  MISSED: "missed",
  UNANSWERED: "unanswered",
  UNDYING: "undying",
} as const;
export type FleetDoubt = (typeof FleetDoubtEnum)[keyof typeof FleetDoubtEnum];
registerEnumType(FleetDoubtEnum, {
  name: "FleetDoubt",
  description: "What is in question about a machine.",
  valuesConfig: {
    ORPHAN: { description: "It bears our mark and no session knows it. It is being ended." },
    MISSED: { description: "It is believed to be there and was not listed. Missed twice, it is gone." },
    UNANSWERED: { description: "It was asked for, and the provider never said what came of it." },
    UNDYING: { description: "It was asked to go more than once, and is still there." },
  },
});

@ObjectType({ description: "What one provider lists against what Berth believes it has there." })
export class FleetAuditProvider {
  @Field(() => ID)
  providerId: string;

  @Field(() => DateTime, { nullable: true, description: "When all that it lists was read last." })
  sweptAt: Date | null;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "What is left in Berth's own account there; null where it does not tell.",
  })
  balance: Usd | null;

  @Field(() => DateTime, { nullable: true })
  balanceReadAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Since when it is little, as long as it is." })
  balanceLowSince: Date | null;

  @Field(() => Int, { description: "Machines that it listed then, whoever's they are." })
  listed: number;

  @Field(() => Int, { description: "Of these, with the mark of this Berth." })
  ours: number;

  @Field(() => Boolean, {
    description: "The list was not believed, or held more to end than may be ended at once.",
  })
  halted: boolean;

  @Field(() => String, { nullable: true, description: "Why it cannot be read, as long as it cannot." })
  problem: string | null;

  @Field(() => DateTime, { nullable: true })
  problemSince: Date | null;

  @Field(() => Int, { description: "Machines that Berth asked for and that are not proven gone." })
  believed: number;

  @Field(() => Int, { description: "Of these, on their way out." })
  ending: number;

  @Field(() => Int, { description: "Of these, asked for without an answer yet." })
  asked: number;

  @Field(() => DateTime, { nullable: true, description: "When a look last showed one of them." })
  lookedAt: Date | null;

  @Field(() => Int, { description: "Machines found with our mark that no session knew, ever." })
  orphans: number;

  @Field(() => Int, { description: "Of these, not yet proven gone." })
  orphansLeft: number;

  @Field(() => Int, { description: "How often the hardest end was asked for." })
  destroyTriesMost: number;

  @Field(() => Int, { description: "Keys of teams' own with which it is looked at as well." })
  ownKeys: number;

  @Field(() => Int, { description: "Of these, with which its list cannot be read." })
  ownKeysFailing: number;

  @Field(() => Int, {
    description: "Machines that Berth rented with such keys and that are not proven gone.",
  })
  onOwnKeys: number;
}

@ObjectType({ description: "A machine by which what is listed and what is believed differ." })
export class FleetDifference {
  @Field(() => ID)
  machineId: string;

  @Field(() => ID)
  providerId: string;

  @Field(() => ID, { nullable: true, description: "What the provider calls it." })
  externalId: string | null;

  @Field(() => ID, { nullable: true })
  sessionId: string | null;

  @Field(() => FleetDoubtEnum)
  doubt: FleetDoubt;

  @Field(() => DateTime, { description: "Since when it is in question." })
  since: Date;

  @Field(() => Int, { description: "How often its end was asked for." })
  destroyTries: number;
}

@ObjectType({ description: "All providers, and every machine that is in question." })
export class FleetState {
  @Field(() => [FleetAuditProvider])
  providers: FleetAuditProvider[];

  @Field(() => [FleetDifference], { description: "The oldest first, a hundred at most." })
  differences: FleetDifference[];
}

@ObjectType({ description: "How the fleet stands, and the place that what follows begins from." })
export class FleetAuditSnapshot extends FleetState {
  @Field(() => CursorScalar)
  cursor: Position;
}

@ObjectType({ description: "The providers that were looked at since, and what is in question now." })
export class FleetAuditDelta {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [FleetAuditProvider])
  changed: FleetAuditProvider[];

  @Field(() => [FleetDifference], { description: "All, the oldest first, a hundred at most." })
  differences: FleetDifference[];
}

export const FleetAuditUpdate = createUnionType({
  name: "FleetAuditUpdate",
  types: () => [FleetAuditSnapshot, FleetAuditDelta, Resync] as const,
});
