import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { InsufficientCreditsType, KeyCeilingReachedType } from "../../credits/graphql/index.ts";
import { Resync } from "../../graphql/feed.ts";
import { type Edge, PageInfo } from "../../graphql/paging.ts";
import {
  IdempotencyKeyInUseType,
  IdempotencyKeyReusedType,
  InvalidInputType,
  NotAllowedType,
  NotFoundType,
  resultUnion,
} from "../../graphql/refusals.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import { UnknownGpuType } from "../../offers/graphql/index.ts";
import {
  LaterSetUpInput,
  MachineSetUp,
  type StoragePolicy,
  StoragePolicyEnum,
} from "../../sessions/graphql/index.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";
import type { Regret } from "../rules/regret.ts";
import type { ScheduleFlexibleJob } from "../schedule-flexible-job.ts";
import type { JobRow, LookRow } from "../store/flexible-jobs.ts";

const FlexibleJobStateEnum = {
  WAITING: "waiting",
  STARTED: "started",
  GIVEN_UP: "given-up",
  CANCELLED: "cancelled",
} as const satisfies Record<string, JobRow["state"]>;
registerEnumType(FlexibleJobStateEnum, {
  name: "FlexibleJobState",
  description: "How far a standing order is.",
  valuesConfig: {
    WAITING: { description: "It is looked at each hour; its budget is set aside." },
    STARTED: { description: "It has a machine, as a session or a reservation." },
    GIVEN_UP: { description: "At its freeze time nothing would do. It cost nothing." },
    CANCELLED: { description: "Somebody cancelled it while it waited." },
  },
});

const FlexibleJobDecisionEnum = {
  WAIT: "wait",
  START: "start",
  GIVE_UP: "give-up",
  AFTER: "after",
} as const satisfies Record<string, LookRow["decision"]>;
registerEnumType(FlexibleJobDecisionEnum, {
  name: "FlexibleJobDecision",
  description: "What a look came to.",
  valuesConfig: { AFTER: { description: "It had started; the look is for its regret alone." } },
});

@ObjectType("FlexibleJobLook", { description: "What a standing order saw in an hour, and what it did." })
class FlexibleJobLookType {
  @Field(() => DateTime)
  at: Date;

  @Field(() => UsdScalar, { nullable: true, description: "The cheapest that would have done, all in." })
  pricePerHour: Usd | null;

  @Field(() => FlexibleJobDecisionEnum)
  decision: LookRow["decision"];

  @Field(() => String)
  because: string;
}

@ObjectType("FlexibleJobRegret", {
  description: "What it could have been at best, of all prices that were seen until its freeze time.",
})
class FlexibleJobRegretType implements Regret {
  @Field(() => UsdScalar)
  bestPerHour: Usd;

  @Field(() => DateTime)
  bestAt: Date;

  @Field(() => UsdScalar, { description: "All hours, had it started at its first look." })
  atOnce: Usd;

  @Field(() => UsdScalar, { description: "All hours, at best." })
  best: Usd;

  @Field(() => UsdScalar, { description: "All hours, at what it started for." })
  did: Usd;

  @Field(() => UsdScalar, { description: "What the best would have cost less." })
  regret: Usd;
}

@ObjectType("FlexibleJob", {
  description: "A standing order: some hours of a machine before a deadline, at most for so much.",
})
export class FlexibleJobType {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => String)
  gpuModel: string;

  @Field(() => String, { nullable: true, description: "SXM, PCIe or NVL; null for any." })
  gpuSocket: string | null;

  @Field(() => Int)
  gpuCount: number;

  @Field(() => String, { nullable: true })
  region: string | null;

  @Field(() => Int)
  hours: number;

  @Field(() => DateTime, { description: "By then its hours are over." })
  deadlineAt: Date;

  @Field(() => DateTime, { description: "It starts then at the latest, or never." })
  freezeAt: Date;

  @Field(() => UsdScalar, { description: "The most that all of it may cost." })
  budget: Usd;

  @Field(() => UsdScalar)
  capPerHour: Usd;

  @Field(() => String, { nullable: true })
  consumer: string | null;

  @Field(() => FlexibleJobStateEnum)
  state: JobRow["state"];

  @Field(() => String, { description: "Why it stands as it does, in a sentence." })
  because: string;

  @Field(() => MachineSetUp, {
    nullable: true,
    description: "How its machine is set up as it comes up; null where nothing was said of it.",
  })
  setUp: MachineSetUp | null;

  @Field(() => Int, {
    nullable: true,
    description: "So long saving may take before it ends; null where nothing is saved.",
  })
  saveMinutes: number | null;

  @Field(() => ID, { nullable: true })
  sessionId: string | null;

  @Field(() => ID, { nullable: true })
  reservationId: string | null;

  @Field(() => DateTime, { nullable: true })
  startedAt: Date | null;

  @Field(() => UsdScalar, { nullable: true, description: "What it started for, all in." })
  startedPricePerHour: Usd | null;

  @Field(() => DateTime, { nullable: true })
  lookedAt: Date | null;

  @Field(() => [FlexibleJobLookType], { description: "Hour by hour, also after it started." })
  looks: FlexibleJobLookType[];

  @Field(() => FlexibleJobRegretType, {
    nullable: true,
    description:
      "Once its freeze time is over, where it had started and a machine that would do was ever listed.",
  })
  regret: Regret | null;
}

@ObjectType()
class FlexibleJobEdge implements Edge<FlexibleJobType> {
  @Field(() => String)
  cursor: string;

  @Field(() => FlexibleJobType)
  node: FlexibleJobType;
}

@ObjectType({ description: "A page of standing orders." })
export class FlexibleJobConnection {
  @Field(() => [FlexibleJobEdge])
  edges: FlexibleJobEdge[];

  @Field(() => [FlexibleJobType])
  nodes: FlexibleJobType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => CursorScalar, { description: "Where its live tail begins." })
  liveCursor: Position;
}

@InputType({ description: "“6 h on 8 × H100 by Friday 18:00, at most $140”." })
export class ScheduleFlexibleJobInput
  extends LaterSetUpInput
  implements Omit<ScheduleFlexibleJob, "deadline">
{
  @Field(() => String, { description: "However it is written." })
  gpu: string;

  @Field(() => Int, { defaultValue: 1 })
  gpuCount: number;

  @Field(() => String, { nullable: true, description: "A country's code, or a part of a region's name." })
  region?: string | null;

  @Field(() => Int, { description: "1 to 12." })
  hours: number;

  @Field(() => DateTime)
  deadlineAt: Date;

  @Field(() => UsdScalar, { description: "It is set aside while the job waits." })
  budget: Usd;

  @Field(() => String, { nullable: true })
  image?: string | null;

  @Field(() => Int, { nullable: true })
  diskGb?: number | null;

  @Field(() => String, { nullable: true })
  consumer?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Left out, a pair is made that nobody sees: let your key in once it runs, by reissueSessionKey.",
  })
  publicKey?: string | null;

  @Field(() => Int, { nullable: true, description: "End it when nothing has used its GPUs for so long." })
  idleMinutes?: number | null;

  @Field(() => StoragePolicyEnum, {
    nullable: true,
    description: "Left out, it is SAVE where a command is given, and otherwise DISCARD.",
  })
  storagePolicy?: StoragePolicy | null;

  @Field(() => String, {
    nullable: true,
    description: "A shell command that is run before the machine is ended.",
  })
  saveCommand?: string | null;

  @Field(() => Int, { nullable: true, description: "So long it may take: 1 to 30, usually 10." })
  saveMinutes?: number | null;
}

@ObjectType({ description: "A standing order stands." })
class FlexibleJobScheduled {
  @Field(() => FlexibleJobType)
  job: FlexibleJobType;

  @Field(() => Boolean, { description: "The key was used before, and this is what was answered then." })
  replayed: boolean;
}

export const ScheduleFlexibleJobResult = resultUnion(
  "ScheduleFlexibleJobResult",
  FlexibleJobScheduled,
  InsufficientCreditsType,
  KeyCeilingReachedType,
  UnknownGpuType,
  InvalidInputType,
  IdempotencyKeyReusedType,
  IdempotencyKeyInUseType,
);
export const CancelFlexibleJobResult = resultUnion(
  "CancelFlexibleJobResult",
  FlexibleJobType,
  NotFoundType,
  NotAllowedType,
);

@ObjectType({ description: "The account's newest standing orders as they stand." })
export class FlexibleJobsSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [FlexibleJobType])
  jobs: FlexibleJobType[];
}

@ObjectType({ description: "Standing orders that changed, as they stand now." })
export class FlexibleJobsDelta {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [FlexibleJobType])
  changed: FlexibleJobType[];
}

export const FlexibleJobsUpdate = createUnionType({
  name: "FlexibleJobsUpdate",
  types: () => [FlexibleJobsSnapshot, FlexibleJobsDelta, Resync] as const,
});
