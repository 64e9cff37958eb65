import { createUnionType, Field, Float, ID, ObjectType, registerEnumType } from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { CursorScalar, DateTime } from "../../graphql/scalars.ts";
import type { Position } from "../../values/cursor.ts";
import { VitalsType } from "./vitals-types.ts";

const AgentSilenceEnum = { NOT_YET_HEARD: "not-yet-heard", HEARD: "heard", SILENT: "silent" } as const;
export type AgentSilence = (typeof AgentSilenceEnum)[keyof typeof AgentSilenceEnum];
registerEnumType(AgentSilenceEnum, {
  name: "AgentSilence",
  description: "Whether an agent speaks up.",
  valuesConfig: {
    NOT_YET_HEARD: { description: "Its machine is on its way." },
    HEARD: { description: "It was heard, and nothing is missed." },
    SILENT: { description: "It was not heard for three minutes. If it goes on, its session ends." },
  },
});

@ObjectType({ description: "How an agent stands: when it was heard, and whether it is missed." })
export class AgentStanding {
  @Field(() => ID)
  sessionId: string;

  @Field(() => Float, { nullable: true, description: "Of its last heartbeat." })
  number: number | null;

  @Field(() => DateTime, { nullable: true, description: "When its last heartbeat came." })
  heardAt: Date | null;

  @Field(() => AgentSilenceEnum)
  silence: AgentSilence;

  @Field(() => DateTime, {
    nullable: true,
    description: "Its session ends then, if nothing is heard before.",
  })
  silentEndsAt: Date | null;
}

@ObjectType({ description: "One sign of life of a session's agent." })
export class Heartbeat {
  @Field(() => ID)
  sessionId: string;

  @Field(() => Float, { description: "Counted by the agent, also across its restarts." })
  number: number;

  @Field(() => DateTime, { description: "When it came." })
  at: Date;
}

@ObjectType({ description: "How every agent stands, and the place that what follows begins from." })
export class HeartbeatsSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [AgentStanding], { description: "Of each session that is not over." })
  agents: AgentStanding[];
}

@ObjectType({ description: "What was heard since, each heartbeat once, and how those it changed stand now." })
export class HeartbeatsDelta {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [Heartbeat], { description: "In the order in which they came." })
  heartbeats: Heartbeat[];

  @Field(() => [AgentStanding], { description: "Those that were heard, or fell silent." })
  agents: AgentStanding[];
}

export const HeartbeatsUpdate = createUnionType({
  name: "HeartbeatsUpdate",
  types: () => [HeartbeatsSnapshot, HeartbeatsDelta, Resync] as const,
});

@ObjectType({ description: "What a session's agent told last of its machine." })
export class MachineVitals {
  @Field(() => ID)
  sessionId: string;

  @Field(() => Float, { nullable: true, description: "Of the heartbeat that told it." })
  number: number | null;

  @Field(() => DateTime, { nullable: true })
  heardAt: Date | null;

  @Field(() => VitalsType, { nullable: true })
  vitals: VitalsType | null;
}

@ObjectType({ description: "How the machines are doing, and the place that what follows begins from." })
export class SessionVitalsSnapshot {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [MachineVitals], { description: "Of each session that is not over." })
  machines: MachineVitals[];
}

@ObjectType({ description: "The machines of which something was heard, as they are doing now." })
export class SessionVitalsDelta {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => [MachineVitals])
  changed: MachineVitals[];
}

export const SessionVitalsUpdate = createUnionType({
  name: "SessionVitalsUpdate",
  types: () => [SessionVitalsSnapshot, SessionVitalsDelta, Resync] as const,
});
