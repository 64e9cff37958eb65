import DataLoader from "dataloader";
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { FedBy, type Feed, onlyThroughTheHub, type Resync } from "../../graphql/feed.ts";
import { answer, InvalidInputType, NotFoundType, orBadInput, resultUnion } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import { readStanding } from "../read-standing.ts";
import { changeBudget, createBudget, removeBudget } from "../set.ts";
import { simulateBudget } from "../simulate.ts";
import { acknowledgeBudget, snoozeBudget } from "../snooze.ts";
import { listBudgets, listCrossings } from "../store/budgets.ts";
import {
  BudgetCrossing,
  BudgetLimitOutOfRangeType,
  BudgetSimulatedRung,
  BudgetsSnapshot,
  BudgetStanding,
  BudgetsUpdate,
  BudgetType,
  ChangeBudgetInput,
  ContradictingBudgetType,
  CreateBudgetInput,
  SimulateBudgetInput,
  ThresholdOutOfRangeType,
  toBudget,
  UnknownBudgetScopeType,
} from "./types.ts";

const CreateBudgetResult = resultUnion(
  "CreateBudgetResult",
  BudgetType,
  BudgetLimitOutOfRangeType,
  ThresholdOutOfRangeType,
  UnknownBudgetScopeType,
  ContradictingBudgetType,
  InvalidInputType,
);
const ChangeBudgetResult = resultUnion(
  "ChangeBudgetResult",
  BudgetType,
  BudgetLimitOutOfRangeType,
  ThresholdOutOfRangeType,
  ContradictingBudgetType,
  NotFoundType,
  InvalidInputType,
);
const SnoozeBudgetResult = resultUnion("SnoozeBudgetResult", BudgetType, NotFoundType, InvalidInputType);
const AcknowledgeBudgetResult = resultUnion("AcknowledgeBudgetResult", BudgetType, NotFoundType);
const RemoveBudgetResult = resultUnion("RemoveBudgetResult", BudgetType, NotFoundType);

const readAll = async (ctx: GraphContext) => (await listBudgets(ctx)).map(toBudget);

/** Budgets are state: whatever was spent or changed, all of them are told as they stand. */
const budgetsFeed: Feed = {
  sharing: "account",
  action: "budgets.read",
  topics: [
    "budget.created",
    "budget.changed",
    "budget.removed",
    "budget.crossed",
    "budget.foreseen",
    "budget.snoozed",
    "budget.acknowledged",
    "credits.held",
    "credits.released",
    "credits.captured",
    "credits.refunded",
  ],
  async start(ctx, _args, at) {
    return Object.assign(new BudgetsSnapshot(), { cursor: at, budgets: await readAll(ctx) });
  },
  async updates(ctx, _args, events) {
    const last = events.at(-1);
    if (!last) return [];
    return [Object.assign(new BudgetsSnapshot(), { cursor: last.position, budgets: await readAll(ctx) })];
  },
};

@Resolver(() => BudgetType)
class BudgetResolver {
  @Access("budgets.read", "account")
  @Query(() => [BudgetType], {
    description: "The account's budgets, the oldest first. There are 50 at most.",
  })
  budgets(@Ctx() ctx: GraphContext): Promise<BudgetType[]> {
    return readAll(ctx);
  }

  @Access("budgets.read", "account")
  @Query(() => [BudgetSimulatedRung], {
    description: "What each rung of a ladder would have done so far in the period at hand.",
  })
  simulateBudget(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => SimulateBudgetInput) input: SimulateBudgetInput,
  ): Promise<BudgetSimulatedRung[]> {
    return orBadInput(simulateBudget(ctx, input));
  }

  @Access("budgets.write")
  @Mutation(() => CreateBudgetResult, {
    description: "What was spent in its period before it was made counts, and is told of at once.",
  })
  createBudget(@Ctx() ctx: GraphContext, @Arg("input", () => CreateBudgetInput) input: CreateBudgetInput) {
    return answer(createBudget(ctx, input).then(toBudget));
  }

  @Access("budgets.write")
  @Mutation(() => ChangeBudgetResult, { description: "What it limits, and its period, stay." })
  changeBudget(@Ctx() ctx: GraphContext, @Arg("input", () => ChangeBudgetInput) input: ChangeBudgetInput) {
    const { budgetId, ...change } = input;
    return answer(changeBudget(ctx, budgetId, change).then(toBudget));
  }

  @Access("budgets.write")
  @Mutation(() => RemoveBudgetResult, { description: "What it kept from beginning may begin again." })
  removeBudget(@Ctx() ctx: GraphContext, @Arg("budgetId", () => ID) budgetId: string) {
    return answer(removeBudget(ctx, budgetId).then(toBudget));
  }

  @Access("budgets.write")
  @Mutation(() => SnoozeBudgetResult, {
    description:
      "What can wait is told when the snooze is over, at the latest when the period is. The ladder goes on meanwhile.",
  })
  snoozeBudget(
    @Ctx() ctx: GraphContext,
    @Arg("budgetId", () => ID) budgetId: string,
    @Arg("until", () => DateTime, { nullable: true, description: "Null ends the snooze at once." })
    until: Date | null,
  ) {
    return answer(snoozeBudget(ctx, budgetId, until ?? null).then(toBudget));
  }

  @Access("budgets.write")
  @Mutation(() => AcknowledgeBudgetResult, { description: "What was crossed so far counts as seen." })
  acknowledgeBudget(@Ctx() ctx: GraphContext, @Arg("budgetId", () => ID) budgetId: string) {
    return answer(acknowledgeBudget(ctx, budgetId).then(toBudget));
  }

  @FedBy(budgetsFeed)
  @Subscription(() => BudgetsUpdate, {
    subscribe: onlyThroughTheHub,
    description: "The budgets as they stand, anew whenever something was spent or one was changed.",
  })
  budgetChanged(
    @Root() update: BudgetsSnapshot | Resync,
    @Arg("after", () => CursorScalar, { nullable: true }) _after: Position | null,
  ): typeof BudgetsUpdate {
    return update;
  }

  @FieldResolver(() => BudgetStanding)
  standing(@Root() { row }: BudgetType, @Ctx() ctx: GraphContext): Promise<BudgetStanding> {
    return readStanding(ctx, row);
  }

  @FieldResolver(() => [BudgetCrossing], { description: "The latest, the newest first." })
  crossings(@Root() { id }: BudgetType, @Ctx() ctx: GraphContext): Promise<BudgetCrossing[]> {
    return loader(ctx, crossingsLoader).load(id);
  }
}

function crossingsLoader(ctx: GraphContext): DataLoader<string, BudgetCrossing[]> {
  return new DataLoader(async (ids) => {
    const of = await listCrossings(ctx, ids);
    return ids.map((id) => of.get(id) ?? []);
  });
}

export const budgetResolvers = [BudgetResolver] as const;
