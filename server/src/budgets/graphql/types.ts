import { createUnionType, Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import type { Basis, Measure, Period, Rung, Scope } from "../rules/budget.ts";
import type { Forecast } from "../rules/forecast.ts";
import type { SimulatedRung } from "../simulate.ts";
import type { BudgetRow } from "../store/budgets.ts";
import { PlannedUseType } from "./planned-uses.ts";
import { StartRequestType } from "./start-requests.ts";

export const BudgetScopeEnum = {
  ACCOUNT: "account",
  CONSUMER: "consumer",
  GPU: "gpu",
  PROVIDER: "provider",
} as const;
registerEnumType(BudgetScopeEnum, { name: "BudgetScope", description: "What a budget limits." });

export const BudgetPeriodEnum = { DAY: "day", WEEK: "week", MONTH: "month" } as const;
registerEnumType(BudgetPeriodEnum, {
  name: "BudgetPeriod",
  description: "How long a limit is for, in the days of the budget's own time zone. A week begins on Monday.",
});

export const BudgetMeasureEnum = {
  APPROVE: "approve",
  BLOCK: "block",
  DRAIN: "drain",
  STOP: "stop",
} as const;
registerEnumType(BudgetMeasureEnum, {
  name: "BudgetMeasure",
  description: "What is done when so much is spent, from the gentlest to the hardest.",
  valuesConfig: {
    APPROVE: {
      description: "What is new is kept, and begins once somebody who may change budgets has approved of it.",
    },
    BLOCK: { description: "Nothing new begins until the period ends." },
    DRAIN: { description: "Also nothing is extended: what runs keeps to its end." },
    STOP: { description: "Also what runs is ended." },
  },
});

const BudgetBasisEnum = { ACTUAL: "actual", FORECAST: "forecast", ANOMALY: "anomaly" } as const;
registerEnumType(BudgetBasisEnum, {
  name: "BudgetBasis",
  description: "What a threshold is held against.",
  valuesConfig: {
    ACTUAL: { description: "What is spent." },
    FORECAST: { description: "What will be spent by the end of the period." },
    ANOMALY: {
      description:
        "What is usual: it has no threshold, its period is a day, and what was spent and foreseen are the last hour and what hours usually cost at most.",
    },
  },
});

@ObjectType({ description: "At so many percent of the limit, this is done." })
export class BudgetRung implements Rung {
  @Field(() => BudgetMeasureEnum)
  measure: Measure;

  @Field(() => Int)
  atPercent: number;
}

@ObjectType({ description: "What a part of the budget was spent on." })
export class BudgetSpender {
  @Field(() => ID, { description: "Of a session or a reservation." })
  id: string;

  @Field(() => String)
  what: string;

  @Field(() => String, { nullable: true })
  consumer: string | null;

  @Field(() => UsdScalar)
  spent: Usd;
}

@ObjectType({ description: "Something that runs now and is charged for as it runs." })
export class BudgetRunning {
  @Field(() => ID)
  sessionId: string;

  @Field(() => String)
  what: string;

  @Field(() => String, { nullable: true })
  consumer: string | null;

  @Field(() => UsdScalar)
  pricePerHour: Usd;
}

@ObjectType({ description: "A threshold was crossed. It is told of once in a period." })
export class BudgetCrossing {
  @Field(() => Int)
  threshold: number;

  @Field(() => DateTime)
  at: Date;

  @Field(() => DateTime)
  periodStartsAt: Date;

  @Field(() => BudgetBasisEnum)
  basis: Basis;

  @Field(() => UsdScalar)
  spent: Usd;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "What was to be spent by the end of the period, as it looked then.",
  })
  forecast: Usd | null;

  @Field(() => UsdScalar, { description: "As it was then." })
  limit: Usd;

  @Field(() => DateTime, { nullable: true, description: "Null while the budget is snoozed." })
  toldAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  acknowledgedAt: Date | null;

  @Field(() => String, { nullable: true, description: "The name of whoever has seen it." })
  acknowledgedBy: string | null;
}

@ObjectType({ description: "What will be spent by the end of the period at hand, and of what that is made." })
export class BudgetForecast implements Forecast {
  @Field(() => UsdScalar)
  amount: Usd;

  @Field(() => Float, { description: "Of the limit, in percent." })
  percent: number;

  @Field(() => UsdScalar, { description: "For what runs, and standing orders that wait, to their ends." })
  running: Usd;

  @Field(() => UsdScalar, { description: "For reservations that begin in the period." })
  booked: Usd;

  @Field(() => UsdScalar, { description: "Beyond these, if it goes on as the last seven days did." })
  asUsual: Usd;
}

@ObjectType({ description: "Which threshold comes next." })
export class BudgetNextCrossing {
  @Field(() => Int)
  threshold: number;

  @Field(() => DateTime, { nullable: true, description: "As things run now; null for not in this period." })
  at: Date | null;
}

@ObjectType({ description: "How a budget stands in the period at hand." })
export class BudgetStanding {
  @Field(() => DateTime)
  periodStartsAt: Date;

  @Field(() => DateTime)
  periodEndsAt: Date;

  @Field(() => UsdScalar, { description: "As the ledger has it." })
  spent: Usd;

  @Field(() => Float, { description: "Of the limit, in percent." })
  percent: number;

  @Field(() => [BudgetSpender], { description: "What most of it was spent on: three at most." })
  top: BudgetSpender[];

  @Field(() => [BudgetRunning], { description: "What STOP would end at this instant." })
  running: BudgetRunning[];

  @Field(() => BudgetNextCrossing, { nullable: true, description: "Null once every threshold is crossed." })
  next: BudgetNextCrossing | null;

  @Field(() => BudgetForecast)
  forecast: BudgetForecast;
}

@ObjectType({ description: "Something that a measure would have touched." })
export class BudgetTouchedThing {
  @Field(() => ID, { description: "Of a session or a reservation." })
  id: string;

  @Field(() => String)
  what: string;

  @Field(() => String, { nullable: true })
  consumer: string | null;
}

@ObjectType({ description: "What a measure would have touched." })
export class BudgetTouched {
  @Field(() => Int)
  count: number;

  @Field(() => [BudgetTouchedThing], { description: "The first of them: ten at most." })
  some: BudgetTouchedThing[];
}

@ObjectType({ description: "What a rung would have done, had the ladder been there since the period began." })
export class BudgetSimulatedRung implements SimulatedRung {
  @Field(() => BudgetMeasureEnum)
  measure: Measure;

  @Field(() => Int)
  atPercent: number;

  @Field(() => DateTime, { nullable: true, description: "Null where so much was not spent." })
  reachedAt: Date | null;

  @Field(() => BudgetTouched, { description: "What began or was booked after that." })
  kept: BudgetTouched;

  @Field(() => BudgetTouched, {
    description: "What was made longer after that, where it keeps from that, too.",
  })
  extended: BudgetTouched;

  @Field(() => BudgetTouched, {
    description: "What ran then, or runs now where it was not reached, if it ends what runs.",
  })
  ended: BudgetTouched;
}

@ObjectType("Budget", { description: "A limit on what may be spent in a period, and what is done about it." })
export class BudgetType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => BudgetScopeEnum)
  scope: Scope;

  @Field(() => String, { nullable: true, description: "Which consumer, GPU or provider." })
  scopeValue: string | null;

  @Field(() => BudgetPeriodEnum)
  period: Period;

  @Field(() => String)
  timeZone: string;

  @Field(() => UsdScalar)
  limit: Usd;

  @Field(() => [Int], {
    description: "In percent of the limit: at each, those who answer for the account are told.",
  })
  thresholds: number[];

  @Field(() => [Int], {
    description:
      "The same, of what will be spent by the end of the period. Those passed at once are told as one.",
  })
  forecastThresholds: number[];

  @Field(() => Boolean, { description: "Tell, once a day, of burn that no schedule explains." })
  watchesBurn: boolean;

  @Field(() => [BudgetRung])
  rungs: BudgetRung[];

  @Field(() => DateTime, { nullable: true, description: "Until then it tells nothing that can wait." })
  snoozedUntil: Date | null;

  @Field(() => BudgetMeasureEnum, { nullable: true, description: "What is in force now." })
  measure: Measure | null;

  @Field(() => String, { description: "The name of whoever made it." })
  createdBy: string;

  @Field(() => DateTime)
  createdAt: Date;

  row: BudgetRow;
}

export function toBudget(row: BudgetRow): BudgetType {
  return { ...row, timeZone: row.zone, row };
}

@ObjectType({ description: "The account's budgets, as they stand at this place." })
export class BudgetsSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [BudgetType])
  budgets: BudgetType[];

  @Field(() => [StartRequestType], { description: "The latest that took approval, the newest first." })
  startRequests: StartRequestType[];

  @Field(() => [PlannedUseType])
  plannedUses: PlannedUseType[];
}

export const BudgetsUpdate = createUnionType({
  name: "BudgetsUpdate",
  types: () => [BudgetsSnapshot, Resync] as const,
});
