import { accountIdOf, mailLeads } from "../accounts/index.ts";
import { record } from "../events/record.ts";
import { costForecast, findBestWindows } from "../forecasts/index.ts";
import { type Ctx, inTransaction } from "../platform/context.ts";
import { actorName, SYSTEM } from "../values/actor.ts";
import { hourOf } from "../values/hour.ts";
import { formatUsd, parseUsd } from "../values/money.ts";
import { InvalidInput, NotFound, Refusal } from "../values/refusal.ts";
import { planLetter } from "./rules/letters.ts";
import { crossesLine, type PlanInput, readPlan, sayPlan } from "./rules/planned-use.ts";
import {
  changePlan,
  deletePlan,
  insertPlan,
  listPlans,
  listPlansToLookAt,
  lockPlansOfAccount,
  type PlanRow,
  takePlan,
} from "./store/planned-uses.ts";

// What a week of planned use will cost is looked at once an hour, as forecasts are made, and told when it passes a
// line that somebody drew. Forecasts are read before the transaction, which takes the row, and tells and remembers in
// one step: however many look, it is told once.

const MOST_PLANS = 20;
const WINDOWS = 3;
const DAYS = 7;
const HOUR_MS = 3_600_000;

export async function createPlannedUse(ctx: Ctx, input: PlanInput): Promise<PlanRow> {
  const plan = readPlan(input);
  const made = await inTransaction(ctx, async (ctx) => {
    await lockPlansOfAccount(ctx);
    if ((await listPlans(ctx)).length >= MOST_PLANS)
      throw new InvalidInput("name", `An account has at most ${MOST_PLANS} of these. Remove one first.`);
    const id = ctx.newId("plu");
    const accountId = accountIdOf(ctx);
    const row = { ...plan, id, accountId, createdBy: actorName(ctx.actor), createdAt: ctx.now() };
    await record(ctx, {
      topic: "planned-use.changed",
      subject: id,
      accountId,
      payload: told(plan, "created"),
    });
    return insertPlan(ctx, row);
  });
  return (await lookAtPlan(ctx, made)) ?? made;
}

export async function removePlannedUse(ctx: Ctx, id: string): Promise<PlanRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await deletePlan(ctx, id);
    if (!row) throw new NotFound("planned use", id);
    const { accountId } = row;
    await record(ctx, {
      topic: "planned-use.changed",
      subject: id,
      accountId,
      payload: told(row, "removed"),
    });
    return row;
  });
}

const told = ({ name, line }: Pick<PlanRow, "name" | "line">, what: "created" | "removed") => ({
  name,
  line: formatUsd(line),
  what,
});

/** Each once an hour. One that cannot be looked at keeps no other waiting. */
export async function lookAtPlannedUse(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  for (const plan of await listPlansToLookAt(ctx, hourOf(ctx.now()))) {
    if (signal?.aborted) return;
    try {
      await lookAtPlan(ctx, plan);
    } catch (error) {
      ctx.log.warn({ err: error, plan: plan.id }, "planned use could not be looked at");
    }
  }
}

type Look = Pick<PlanRow, "expected" | "low80" | "high80" | "windows" | "problem"> & { hours: number };

async function lookAtPlan(ctx: Ctx, plan: PlanRow): Promise<PlanRow | null> {
  const { hours, ...look } = await foretell(ctx, plan);
  return inTransaction({ ...ctx, actor: SYSTEM }, async (ctx) => {
    const row = await takePlan(ctx, plan.id);
    if (!row) return null;
    const { expected, low80, high80 } = look;
    const move = expected === null ? null : crossesLine(expected, row.line, row.overSince !== null);
    const overSince = move === "over" ? ctx.now() : move === "below" ? null : row.overSince;
    const looked = await changePlan(ctx, row.id, { ...look, overSince, lookedAt: ctx.now() });
    if (move === "over" && expected !== null)
      await tell(ctx, looked, { expected, low80: low80 ?? expected, high80: high80 ?? expected, hours });
    return looked;
  });
}

async function foretell(ctx: Ctx, { gpuModel: gpu, region, gpuCount, hoursPerDay }: PlanRow): Promise<Look> {
  try {
    const cost = await costForecast(ctx, { market: { gpu, region }, gpuCount, hoursPerDay, days: DAYS });
    const { windows } = await findBestWindows(ctx, {
      gpu,
      gpuCount,
      regions: region ? [region] : null,
      durationHours: hoursPerDay,
      deadline: new Date(ctx.now().getTime() + DAYS * 24 * HOUR_MS - HOUR_MS),
      first: WINDOWS,
    });
    return {
      expected: cost.expected,
      low80: cost.low80,
      high80: cost.high80,
      hours: cost.hours,
      windows: windows.map(({ startsAt, endsAt, expected }) => ({
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        expected: formatUsd(expected),
      })),
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { expected: null, low80: null, high80: null, hours: 0, windows: [], problem: error.message };
  }
}

async function tell(
  ctx: Ctx,
  row: PlanRow,
  cost: { expected: bigint; low80: bigint; high80: bigint; hours: number },
): Promise<void> {
  const { id, accountId, name, line } = row;
  const windows = row.windows.map(({ startsAt, endsAt, expected }) => ({
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    expected: parseUsd(expected),
  }));
  const letter = planLetter({ name, said: sayPlan(row), line, windows, ...cost });
  await record(ctx, {
    topic: "planned-use.dear",
    subject: id,
    accountId,
    payload: {
      name,
      expected: formatUsd(cost.expected),
      line: formatUsd(line),
      explained: [...letter.paragraphs],
    },
  });
  await mailLeads(ctx, accountId, { letter, usefulUntil: new Date(ctx.now().getTime() + 24 * HOUR_MS) });
}
