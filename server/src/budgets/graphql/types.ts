import {
  createUnionType,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { RefusalType } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import { type RequestState, type StartRequest, stateAt } from "../../sessions/index.ts";
import { parseUsd, type Usd } from "../../values/money.ts";
import type { Basis, BudgetInput, Measure, Period, Rung, Scope } from "../rules/budget.ts";
import type { Forecast } from "../rules/forecast.ts";
import type { Simulate, SimulatedRung } from "../simulate.ts";
import type { PlanInput } from "../rules/planned-use.ts";
import type { BudgetRow } from "../store/budgets.ts";
import type { PlanRow } from "../store/planned-uses.ts";

const BudgetScopeEnum = {
  ACCOUNT: "account",
  CONSUMER: "consumer",
  GPU: "gpu",
  PROVIDER: "provider",
} as const;
registerEnumType(BudgetScopeEnum, { name: "BudgetScope", description: "What a budget limits." });

const BudgetPeriodEnum = { DAY: "day", WEEK: "week", MONTH: "month" } as const;
registerEnumType(BudgetPeriodEnum, {
  name: "BudgetPeriod",
  description: "How long a limit is for, in the days of the budget's own time zone. A week begins on Monday.",
});

const BudgetMeasureEnum = { APPROVE: "approve", BLOCK: "block", DRAIN: "drain", STOP: "stop" } as const;
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

@InputType({ description: "At so many percent of the limit, this is done." })
export class BudgetRungInput implements Rung {
  @Field(() => BudgetMeasureEnum)
  measure: Measure;

  @Field(() => Int)
  atPercent: number;
}

@InputType()
export class CreateBudgetInput implements BudgetInput {
  @Field(() => String)
  name: string;

  @Field(() => BudgetScopeEnum, { defaultValue: "account" })
  scope: Scope;

  @Field(() => String, { nullable: true, description: "Which consumer, GPU or provider." })
  scopeValue?: string | null;

  @Field(() => BudgetPeriodEnum)
  period: Period;

  @Field(() => String, {
    defaultValue: "UTC",
    description: "In which its days begin, such as Europe/Berlin.",
  })
  timeZone: string;

  @Field(() => UsdScalar)
  limit: Usd;

  @Field(() => [Int], { nullable: true, description: "In percent; 50, 80 and 100 when left out." })
  thresholds?: number[] | null;

  @Field(() => [Int], {
    nullable: true,
    description:
      "Of what will be spent by the end of the period, in percent; 50, 80 and 100 when left out, and none when empty.",
  })
  forecastThresholds?: number[] | null;

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Tell, once a day, of burn that no schedule explains.",
  })
  watchesBurn?: boolean;

  @Field(() => [BudgetRungInput], { nullable: true, description: "Left out, it only tells." })
  rungs?: BudgetRungInput[] | null;
}

@InputType({ description: "What is left out stays as it is." })
export class ChangeBudgetInput {
  @Field(() => ID)
  budgetId: string;

  @Field(() => String, { nullable: true })
  name?: string;

  @Field(() => UsdScalar, { nullable: true })
  limit?: Usd;

  @Field(() => [Int], { nullable: true })
  thresholds?: number[];

  @Field(() => [Int], { nullable: true })
  forecastThresholds?: number[];

  @Field(() => Boolean, { nullable: true })
  watchesBurn?: boolean;

  @Field(() => [BudgetRungInput], { nullable: true })
  rungs?: BudgetRungInput[];
}

@InputType({ description: "A budget that need not be there." })
export class SimulateBudgetInput implements Simulate {
  @Field(() => BudgetScopeEnum, { defaultValue: "account" })
  scope: Scope;

  @Field(() => String, { nullable: true, description: "Which consumer, GPU or provider." })
  scopeValue?: string | null;

  @Field(() => BudgetPeriodEnum)
  period: Period;

  @Field(() => String, { defaultValue: "UTC" })
  timeZone: string;

  @Field(() => UsdScalar)
  limit: Usd;

  @Field(() => [BudgetRungInput])
  rungs: BudgetRungInput[];
}

@ObjectType("BudgetLimitOutOfRange", { implements: RefusalType, description: "Too little, or too much." })
export class BudgetLimitOutOfRangeType extends RefusalType {
  @Field(() => String, { description: "The input field that it stands in." })
  field: string;

  @Field(() => UsdScalar)
  least: Usd;

  @Field(() => UsdScalar)
  most: Usd;
}

@ObjectType("ThresholdOutOfRange", {
  implements: RefusalType,
  description: "A threshold that cannot be used.",
})
export class ThresholdOutOfRangeType extends RefusalType {
  @Field(() => String, { description: "The input field that it stands in." })
  field: string;

  @Field(() => Int)
  most: number;
}

@ObjectType("UnknownBudgetScope", { implements: RefusalType, description: "Nothing here bears that name." })
export class UnknownBudgetScopeType extends RefusalType {
  @Field(() => String, { description: "The input field that it stands in." })
  field: string;

  @Field(() => [String], { description: "Some of those that are known." })
  known: string[];
}

@ObjectType("ContradictingBudget", {
  implements: RefusalType,
  description: "Another budget says otherwise of the same.",
})
export class ContradictingBudgetType extends RefusalType {
  @Field(() => String, { description: "The input field that it stands in." })
  field: string;

  @Field(() => ID)
  budgetId: string;
}

const StartRequestStateEnum = {
  PENDING: "pending",
  BEGUN: "begun",
  DECLINED: "declined",
  FAILED: "failed",
  LAPSED: "lapsed",
} as const;
registerEnumType(StartRequestStateEnum, {
  name: "StartRequestState",
  valuesConfig: {
    BEGUN: { description: "It was approved of." },
    FAILED: { description: "It was approved of, and could not begin." },
    LAPSED: { description: "Nobody decided in time." },
  },
});

@ObjectType("StartRequest", { description: "What somebody wanted to begin while that took approval." })
export class StartRequestType {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: "Such as: 2 h of 8 × H100" })
  said: string;

  @Field(() => String, { nullable: true })
  consumer: string | null;

  @Field(() => UsdScalar, { description: "The most that it may cost." })
  most: Usd;

  @Field(() => ID, { description: "The id of the budget that wants to be asked." })
  budgetId: string;

  @Field(() => String, { description: "A name." })
  askedBy: string;

  @Field(() => DateTime)
  askedAt: Date;

  @Field(() => DateTime, { description: "So long it is kept." })
  until: Date;

  @Field(() => StartRequestStateEnum)
  state: RequestState;

  @Field(() => String, { nullable: true, description: "A name." })
  decidedBy: string | null;

  @Field(() => DateTime, { nullable: true })
  decidedAt: Date | null;

  @Field(() => String, { nullable: true, description: "Why it was declined, or could not begin." })
  because: string | null;

  @Field(() => ID, { nullable: true, description: "Of the session or the reservation that came of it." })
  begunId: string | null;
}

export function toStartRequest(row: StartRequest, now: Date): StartRequestType {
  const { mostMicros: most, blockedBy: budgetId, askedByName: askedBy, lapsesAt: until, ...rest } = row;
  return { ...rest, most, budgetId, askedBy, until, state: stateAt(row, now) };
}

@ObjectType({ description: "A time to start that is cheaper than others." })
export class PlannedUseWindow {
  @Field(() => DateTime)
  startsAt: Date;

  @Field(() => DateTime)
  endsAt: Date;

  @Field(() => UsdScalar, { description: "Of all its GPUs." })
  expected: Usd;
}

@ObjectType("PlannedUse", {
  description:
    "So many hours a day of so many GPUs. It is told when the next seven days of it are foretold to cost more than a line, and again only after they were five per cent below it.",
})
export class PlannedUseType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  gpu: string;

  @Field(() => String, { nullable: true })
  region: string | null;

  @Field(() => Int)
  gpuCount: number;

  @Field(() => Int)
  hoursPerDay: number;

  @Field(() => UsdScalar, { description: "What seven days of it should cost at most." })
  line: Usd;

  @Field(() => DateTime, { nullable: true, description: "It is looked at once an hour." })
  lookedAt: Date | null;

  @Field(() => UsdScalar, {
    nullable: true,
    description: "Of the next seven days; null where nothing is foretold.",
  })
  expected: Usd | null;

  @Field(() => UsdScalar, { nullable: true, description: "With four chances in five it is between this" })
  low80: Usd | null;

  @Field(() => UsdScalar, { nullable: true, description: "and this." })
  high80: Usd | null;

  @Field(() => String, { nullable: true, description: "Why nothing is foretold." })
  problem: string | null;

  @Field(() => DateTime, { nullable: true, description: "Since when it is over its line." })
  overSince: Date | null;

  @Field(() => [PlannedUseWindow], {
    description: "The cheapest times to start such a day's hours: three at most.",
  })
  windows: PlannedUseWindow[];
}

export function toPlannedUse({ gpuModel: gpu, windows, ...row }: PlanRow): PlannedUseType {
  return {
    ...row,
    gpu,
    windows: windows.map(({ startsAt, endsAt, expected }) => ({
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt),
      expected: parseUsd(expected),
    })),
  };
}

@InputType()
export class CreatePlannedUseInput implements PlanInput {
  @Field(() => String)
  name: string;

  @Field(() => String, { description: "Such as H100." })
  gpu: string;

  @Field(() => String, { nullable: true })
  region?: string | null;

  @Field(() => Int, { defaultValue: 1 })
  gpuCount: number;

  @Field(() => Int)
  hoursPerDay: number;

  @Field(() => UsdScalar, { description: "What seven days of it should cost at most." })
  line: Usd;
}

@ObjectType("AlreadyDecided", { implements: RefusalType, description: "Nobody decides twice." })
export class AlreadyDecidedType extends RefusalType {
  @Field(() => String)
  state: string;
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
