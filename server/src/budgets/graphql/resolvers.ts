import DataLoader from "dataloader";
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root, Subscription } from "type-graphql";
import { accountIdOf } from "../../accounts/index.ts";
import { Access } from "../../graphql/access.ts";
import { type GraphContext, loader } from "../../graphql/context.ts";
import { FedBy, type Feed, onlyThroughTheHub, type Resync } from "../../graphql/feed.ts";
import { answer, InvalidInputType, NotFoundType, orBadInput, resultUnion } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime } from "../../graphql/scalars.ts";
import { listRequests } from "../../sessions/index.ts";
import type { Position } from "../../values/cursor.ts";
import { approveStart, declineStart } from "../decide.ts";
import { readStanding } from "../read-standing.ts";
import { changeBudget, createBudget, removeBudget } from "../set.ts";
import { createPlannedUse, removePlannedUse } from "../planned-use.ts";
import { simulateBudget } from "../simulate.ts";
import { acknowledgeBudget, snoozeBudget } from "../snooze.ts";
import { listBudgets, listCrossings } from "../store/budgets.ts";
import { listPlans } from "../store/planned-uses.ts";
import { ChangeBudgetInput, CreateBudgetInput, SimulateBudgetInput } from "./inputs.ts";
import { CreatePlannedUseInput, PlannedUseType, toPlannedUse } from "./planned-uses.ts";
import {
  AlreadyDecidedType,
  BudgetLimitOutOfRangeType,
  ContradictingBudgetType,
  ThresholdOutOfRangeType,
  UnknownBudgetScopeType,
} from "./refusals.ts";
import { StartRequestType, toStartRequest } from "./start-requests.ts";
import {
  BudgetCrossing,
  BudgetSimulatedRung,
  BudgetsSnapshot,
  BudgetStanding,
  BudgetsUpdate,
  BudgetType,
  toBudget,
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
const CreatePlannedUseResult = resultUnion(
  "CreatePlannedUseResult",
  PlannedUseType,
  BudgetLimitOutOfRangeType,
  InvalidInputType,
);
const RemovePlannedUseResult = resultUnion("RemovePlannedUseResult", PlannedUseType, NotFoundType);
const ApproveStartResult = resultUnion(
  "ApproveStartResult",
  StartRequestType,
  AlreadyDecidedType,
  NotFoundType,
);
const DeclineStartResult = resultUnion(
  "DeclineStartResult",
  StartRequestType,
  AlreadyDecidedType,
  NotFoundType,
  InvalidInputType,
);
const RemoveBudgetResult = resultUnion("RemoveBudgetResult", BudgetType, NotFoundType);

const readAll = async (ctx: GraphContext) => (await listBudgets(ctx)).map(toBudget);

const REQUESTS_SHOWN = 50;

const readRequests = async (ctx: GraphContext) =>
  (await listRequests(ctx, accountIdOf(ctx), REQUESTS_SHOWN)).map((row) => toStartRequest(row, ctx.now()));

const readPlans = async (ctx: GraphContext) => (await listPlans(ctx)).map(toPlannedUse);

const readSnapshot = async (ctx: GraphContext, cursor: Position) =>
  Object.assign(new BudgetsSnapshot(), {
    cursor,
    budgets: await readAll(ctx),
    startRequests: await readRequests(ctx),
    plannedUses: await readPlans(ctx),
  });

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
    "start-request.changed",
    "budget.unusual",
    "planned-use.changed",
    "planned-use.dear",
    "credits.held",
    "credits.released",
    "credits.captured",
    "credits.refunded",
    "own-bill.planned",
    "own-bill.came-to",
  ],
  async start(ctx, _args, at) {
    return readSnapshot(ctx, at);
  },
  async updates(ctx, _args, events) {
    const last = events.at(-1);
    if (!last) return [];
    return [await readSnapshot(ctx, last.position)];
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

  @Access("budgets.read", "account")
  @Query(() => [StartRequestType], {
    description: "What took approval, the newest first: fifty at most.",
  })
  startRequests(@Ctx() ctx: GraphContext): Promise<StartRequestType[]> {
    return readRequests(ctx);
  }

  @Access("budgets.read", "account")
  @Query(() => [PlannedUseType], { description: "The oldest first. There are 20 at most." })
  plannedUses(@Ctx() ctx: GraphContext): Promise<PlannedUseType[]> {
    return readPlans(ctx);
  }

  @Access("budgets.write")
  @Mutation(() => CreatePlannedUseResult, { description: "It is looked at once, at once." })
  createPlannedUse(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => CreatePlannedUseInput) input: CreatePlannedUseInput,
  ) {
    return answer(createPlannedUse(ctx, input).then(toPlannedUse));
  }

  @Access("budgets.write")
  @Mutation(() => RemovePlannedUseResult)
  removePlannedUse(@Ctx() ctx: GraphContext, @Arg("plannedUseId", () => ID) plannedUseId: string) {
    return answer(removePlannedUse(ctx, plannedUseId).then(toPlannedUse));
  }

  @Access("budgets.write")
  @Mutation(() => ApproveStartResult, {
    description:
      "It begins at once, on behalf of whoever asked for it and for no more than it was to cost then. Nobody decides twice.",
  })
  approveStart(@Ctx() ctx: GraphContext, @Arg("requestId", () => ID) requestId: string) {
    return answer(approveStart(ctx, requestId).then((row) => toStartRequest(row, ctx.now())));
  }

  @Access("budgets.write")
  @Mutation(() => DeclineStartResult)
  declineStart(
    @Ctx() ctx: GraphContext,
    @Arg("requestId", () => ID) requestId: string,
    @Arg("because", () => String, { nullable: true, description: "For whoever asked to read." })
    because: string | null,
  ) {
    return answer(
      declineStart(ctx, requestId, because ?? null).then((row) => toStartRequest(row, ctx.now())),
    );
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
