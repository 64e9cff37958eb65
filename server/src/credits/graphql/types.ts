import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { type Edge, PageInfo } from "../../graphql/paging.ts";
import { RefusalType } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import type { Origin } from "../rules/books.ts";
import type { Standing, StatementLine } from "../store/reading.ts";
import type { Kind, TopUpState } from "../store/tables.ts";

const CreditOriginEnum = {
  PURCHASE: "purchase",
  GRANT: "grant",
  PROMOTION: "promotion",
  SLA: "sla",
} as const satisfies Record<string, Origin>;
registerEnumType(CreditOriginEnum, {
  name: "CreditOrigin",
  description: "Where credit comes from.",
  valuesConfig: {
    PURCHASE: { description: "It was paid for." },
    GRANT: { description: "It was given by those who run Berth." },
    PROMOTION: { description: "It was given away." },
    SLA: { description: "It was paid by Berth for a promise that it did not keep." },
  },
});

const GrantOriginEnum = { GRANT: "grant", PROMOTION: "promotion" } as const;
registerEnumType(GrantOriginEnum, { name: "GrantOrigin", description: "What credit is given as." });

export const CreditMovementEnum = {
  PURCHASE: "purchase",
  GRANT: "grant",
  PROMOTION: "promotion",
  SLA: "sla",
  TAKE_EFFECT: "take-effect",
  HOLD: "hold",
  CAPTURE: "capture",
  RELEASE: "release",
  LAPSE: "lapse",
  REFUND: "refund",
  EXPIRE: "expire",
  ROLL_OVER: "roll-over",
} as const satisfies Record<string, Kind>;
registerEnumType(CreditMovementEnum, {
  name: "CreditMovement",
  description: "What happened to credit.",
  valuesConfig: {
    TAKE_EFFECT: { description: "What was pending became available." },
    HOLD: { description: "Set aside." },
    CAPTURE: { description: "Spent, of what was set aside." },
    RELEASE: { description: "Given back, of what was set aside." },
    LAPSE: { description: "Given back, because the hold's time ran out." },
    REFUND: { description: "Given back, of what was spent." },
    ROLL_OVER: { description: "Carried from a lot that ended into the next." },
  },
});

@ObjectType("Credits", { description: "What an account has, all at one moment." })
export class CreditsType implements Standing {
  @Field(() => DateTime)
  at: Date;

  @Field(() => UsdScalar, { description: "To be spent now." })
  available: Usd;

  @Field(() => UsdScalar, { description: "Set aside for what is running or booked." })
  held: Usd;

  @Field(() => UsdScalar, { description: "Given or bought, and not yet in effect." })
  pending: Usd;

  @Field(() => UsdScalar, { description: "Of what is available: what expires within seven days." })
  expiringWithin7Days: Usd;
}

@ObjectType("CreditsPoint", { description: "How an account stood at an instant." })
export class CreditsPointType {
  @Field(() => DateTime)
  at: Date;

  @Field(() => UsdScalar)
  available: Usd;

  @Field(() => UsdScalar)
  held: Usd;

  @Field(() => UsdScalar)
  pending: Usd;
}

@ObjectType("RolloverRule", { description: "At the lot's end min(max, max(left, min)) goes into a new lot." })
export class RolloverRuleType {
  @Field(() => UsdScalar)
  min: Usd;

  @Field(() => UsdScalar)
  max: Usd;
}

@ObjectType("CreditLot", { description: "Credit of one origin, with one end." })
export class CreditLotType {
  @Field(() => ID)
  id: string;

  @Field(() => CreditOriginEnum)
  origin: Origin;

  @Field(() => String)
  reason: string;

  @Field(() => UsdScalar)
  amount: Usd;

  @Field(() => UsdScalar)
  pending: Usd;

  @Field(() => UsdScalar)
  available: Usd;

  @Field(() => UsdScalar)
  held: Usd;

  @Field(() => UsdScalar, { description: "Without what was refunded." })
  spent: Usd;

  @Field(() => UsdScalar)
  expired: Usd;

  @Field(() => UsdScalar, { description: "What went into the next lot." })
  rolled: Usd;

  @Field(() => DateTime)
  effectiveAt: Date;

  @Field(() => DateTime, { description: "Always 00:00 UTC. What is held then does not expire." })
  expiresAt: Date;

  @Field(() => Int, { description: "Lower is spent first; within one, what expires soonest." })
  priority: number;

  @Field(() => DateTime)
  createdAt: Date;
}

@ObjectType("CreditLotEdge")
export class CreditLotEdge implements Edge<CreditLotType> {
  @Field(() => String)
  cursor: string;

  @Field(() => CreditLotType)
  node: CreditLotType;
}

@ObjectType("CreditLotConnection")
export class CreditLotConnection {
  @Field(() => [CreditLotEdge])
  edges: CreditLotEdge[];

  @Field(() => [CreditLotType])
  nodes: CreditLotType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;
}

@ObjectType("StatementLine", { description: "One transaction of the ledger." })
export class StatementLineType {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => CreditMovementEnum)
  kind: Kind;

  @Field(() => UsdScalar, { description: "What moved." })
  amount: Usd;

  @Field(() => String, { description: "Why, for a person." })
  note: string;

  @Field(() => String)
  actorName: string;

  @Field(() => String, {
    nullable: true,
    description: "The id of what it was held, spent or given back for.",
  })
  subject: string | null;

  @Field(() => ID, { nullable: true })
  holdId: string | null;

  @Field(() => ID, { nullable: true })
  lotId: string | null;

  @Field(() => CreditOriginEnum, { nullable: true, description: "Of the lot, where it is about one." })
  origin: Origin | null;

  @Field(() => UsdScalar, { description: "What is available was changed by so much." })
  availableChange: Usd;

  @Field(() => UsdScalar)
  heldChange: Usd;

  @Field(() => UsdScalar)
  pendingChange: Usd;

  @Field(() => UsdScalar, { description: "What was available after it." })
  available: Usd;

  @Field(() => UsdScalar)
  held: Usd;

  @Field(() => UsdScalar)
  pending: Usd;
}

export function toLine(line: StatementLine): StatementLineType {
  const { changes, purpose: subject, ...rest } = line;
  return {
    ...rest,
    subject,
    availableChange: changes.available ?? 0n,
    heldChange: changes.held ?? 0n,
    pendingChange: changes.pending ?? 0n,
  };
}

@ObjectType("StatementLineEdge")
export class StatementLineEdge implements Edge<StatementLineType> {
  @Field(() => String)
  cursor: string;

  @Field(() => StatementLineType)
  node: StatementLineType;
}

@ObjectType("StatementBalance", { description: "How the books stood at one end of a period." })
export class StatementBalanceType {
  @Field(() => UsdScalar)
  available: Usd;

  @Field(() => UsdScalar)
  held: Usd;

  @Field(() => UsdScalar)
  pending: Usd;
}

@ObjectType("StatementLineConnection")
export class StatementLineConnection {
  @Field(() => [StatementLineEdge])
  edges: StatementLineEdge[];

  @Field(() => [StatementLineType])
  nodes: StatementLineType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => StatementBalanceType, { description: "Before the period." })
  opening: StatementBalanceType;

  @Field(() => StatementBalanceType, {
    description: "After the period: the opening and every change in it, to the micro-dollar.",
  })
  closing: StatementBalanceType;

  @Field(() => CursorScalar, { description: "Where the live tail begins: pass it to creditsChanged." })
  liveCursor: Position;
}

const TopUpStateEnum = {
  OPEN: "open",
  PROCESSING: "processing",
  PAID: "paid",
  FAILED: "failed",
  EXPIRED: "expired",
} as const satisfies Record<string, TopUpState>;
registerEnumType(TopUpStateEnum, {
  name: "TopUpState",
  description: "How far a payment is.",
  valuesConfig: {
    OPEN: { description: "Somebody may pay at its address." },
    PROCESSING: { description: "It was paid, and the bank takes its time." },
    PAID: { description: "The credit is in the account." },
  },
});

@ObjectType("TopUp", { description: "Credit that somebody is about to pay for." })
export class TopUpType {
  @Field(() => ID)
  id: string;

  @Field(() => UsdScalar)
  amount: Usd;

  @Field(() => TopUpStateEnum)
  state: TopUpState;

  @Field(() => String, { nullable: true, description: "Where to pay." })
  url: string | null;

  @Field(() => DateTime)
  createdAt: Date;
}

@ObjectType("PaymentNotOffered", {
  implements: RefusalType,
  description: "Nothing can be paid for here; credit is granted by those who run Berth.",
})
export class PaymentNotOfferedType extends RefusalType {}

// ——— live ———

@ObjectType("CreditsSnapshot", { description: "How things stand; what follows is told after it." })
export class CreditsSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => CreditsType)
  credits: Standing;

  constructor(cursor: Position, credits: Standing) {
    this.cursor = cursor;
    this.credits = credits;
  }
}

@ObjectType("CreditsMoved", { description: "A transaction of the ledger. None is left out." })
export class CreditsMoved {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => StatementLineType)
  line: StatementLineType;

  @Field(() => CreditsType, { description: "How things stand now." })
  credits: Standing;

  constructor(cursor: Position, line: StatementLineType, credits: Standing) {
    this.cursor = cursor;
    this.line = line;
    this.credits = credits;
  }
}

@ObjectType("CreditsExpiring", {
  description: "Seven, three and one days before: credit is about to expire.",
})
export class CreditsExpiring {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => ID, { nullable: true })
  lotId: string | null;

  @Field(() => UsdScalar)
  amount: Usd;

  @Field(() => DateTime)
  expiresAt: Date;

  constructor(cursor: Position, lotId: string | null, amount: Usd, expiresAt: Date) {
    this.cursor = cursor;
    this.lotId = lotId;
    this.amount = amount;
    this.expiresAt = expiresAt;
  }
}

export const CreditsUpdate = createUnionType({
  name: "CreditsUpdate",
  types: () => [CreditsSnapshot, CreditsMoved, CreditsExpiring, Resync] as const,
});

// ——— what mutations are given ———

@InputType("StartTopUpInput")
export class StartTopUpInput {
  @Field(() => UsdScalar, { description: "In whole cents, between 5 and 10000 dollars." })
  amount: Usd;
}

@InputType("RolloverInput")
export class RolloverInput {
  @Field(() => UsdScalar)
  min: Usd;

  @Field(() => UsdScalar)
  max: Usd;
}

@InputType("GrantCreditsInput")
export class GrantCreditsInput {
  @Field(() => ID, { nullable: true, description: "The account the viewer works in, when left out." })
  accountId?: string | null;

  @Field(() => UsdScalar)
  amount: Usd;

  @Field(() => String, { description: "Why. It stays in the account's ledger." })
  reason: string;

  @Field(() => GrantOriginEnum, { nullable: true })
  origin?: "grant" | "promotion" | null;

  @Field(() => DateTime, { nullable: true, description: "Now, when left out." })
  effectiveAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "It ends with this day, in UTC; thirty days after it takes effect when left out.",
  })
  expiresAt?: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: "Between 0, which is spent first, and 1000; 100 when left out.",
  })
  priority?: number | null;

  @Field(() => RolloverInput, { nullable: true, description: "Nothing rolls over when left out." })
  rollover?: RolloverInput | null;
}

@ObjectType("InsufficientCredits", {
  implements: RefusalType,
  description: "There is not enough credit to hold what this may cost.",
})
export class InsufficientCreditsType extends RefusalType {
  @Field(() => UsdScalar)
  needed: Usd;

  @Field(() => UsdScalar)
  available: Usd;
}

@ObjectType("KeyCeilingReached", {
  implements: RefusalType,
  description: "The API key that asks may not set so much aside on one day.",
})
export class KeyCeilingReachedType extends RefusalType {
  @Field(() => UsdScalar)
  needed: Usd;

  @Field(() => UsdScalar)
  ceiling: Usd;

  @Field(() => UsdScalar, { description: "Of its day; what is given back of a hold counts no more." })
  left: Usd;

  @Field(() => DateTime)
  resetsAt: Date;
}
