import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { DateTime, UsdScalar } from "../../graphql/scalars.ts";
import { type RequestState, type StartRequest, stateAt } from "../../sessions/index.ts";
import type { Usd } from "../../values/money.ts";

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
