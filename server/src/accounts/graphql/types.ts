import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Resync } from "../../graphql/feed.ts";
import { type Edge, PageInfo } from "../../graphql/paging.ts";
import { RefusalType } from "../../graphql/refusals.ts";
import { CursorScalar, DateTime, UsdScalar } from "../../graphql/scalars.ts";
import type { Role } from "../../values/actor.ts";
import type { Plan } from "../../values/plan.ts";
import type { Position } from "../../values/cursor.ts";
import type { Usd } from "../../values/money.ts";

const RoleEnum = {
  OWNER: "owner",
  ADMIN: "admin",
  OPERATOR: "operator",
  MEMBER: "member",
  VIEWER: "viewer",
} as const satisfies Record<string, Role>;
registerEnumType(RoleEnum, {
  name: "Role",
  description: "What a person may do in an account; each may all that the one below may.",
  valuesConfig: {
    OWNER: { description: "Everything, and makes other owners." },
    ADMIN: { description: "Runs the team: members, invitations, keys." },
    OPERATOR: { description: "Runs machines, also those of others." },
    MEMBER: { description: "Works: rents, books, makes keys." },
    VIEWER: { description: "Looks." },
  },
});

export const PlanEnum = { STARTER: "starter", TEAM: "team" } as const satisfies Record<string, Plan>;
registerEnumType(PlanEnum, {
  name: "Plan",
  valuesConfig: { TEAM: { description: "Books GPUs ahead of time." } },
});

@ObjectType("User", { description: "A person." })
export class UserType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  email: string;
}

@ObjectType("Member", { description: "A person in an account." })
export class MemberType {
  @Field(() => ID)
  id: string;

  @Field(() => UserType)
  user: UserType;

  @Field(() => RoleEnum)
  role: Role;

  @Field(() => DateTime)
  joinedAt: Date;
}

@ObjectType("Invitation", { description: "An account waits for somebody to join." })
export class InvitationType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  email: string;

  @Field(() => RoleEnum)
  role: Role;

  @Field(() => String)
  accountName: string;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  expiresAt: Date;
}

@ObjectType("ApiKey", { description: "A program's way in, with the rights that it was given." })
export class ApiKeyType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: "The beginning of the key, to recognise it by." })
  hint: string;

  @Field(() => [String])
  scopes: string[];

  @Field(() => UsdScalar, { nullable: true, description: "The most it may spend on one day, in UTC." })
  spendCeilingPerDay: Usd | null;

  @Field(() => [String], {
    nullable: true,
    description: "The consumers that it acts for and sees, and no others; null for all of the account.",
  })
  consumers: string[] | null;

  @Field(() => DateTime, { nullable: true, description: "When it was last given another secret." })
  rotatedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when the secret that it had before is good, or was.",
  })
  oldUntil: Date | null;

  @Field(() => UserType, { nullable: true })
  createdBy: UserType | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Null when it lives until it is revoked." })
  expiresAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  revokedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "To the minute." })
  lastUsedAt: Date | null;
}

@ObjectType("ApiKeyCreated")
export class ApiKeyCreatedType {
  @Field(() => ApiKeyType)
  apiKey: ApiKeyType;

  @Field(() => String, { description: "Shown this once; Berth keeps only its hash." })
  secret: string;
}

@ObjectType("SignIn", { description: "One place where the person is signed in." })
export class SignInType {
  @Field(() => ID)
  id: string;

  @Field(() => String, { nullable: true })
  ipAddress: string | null;

  @Field(() => String, { nullable: true })
  userAgent: string | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { description: "To the minute." })
  lastSeenAt: Date;

  @Field(() => DateTime)
  expiresAt: Date;
}

@ObjectType("Account", { description: "A team: what is rented, booked and paid for is one account's." })
export class AccountType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => PlanEnum, { description: "What the account may do at all." })
  plan: Plan;
}

@ObjectType("Viewer", { description: "Whoever asks, and what they may do where they are." })
export class ViewerType {
  @Field(() => RoleEnum, { nullable: true, description: "The person's role in the account they work in." })
  role: Role | null;

  @Field(() => [String], { description: "What the viewer may do here, by name, such as `apiKeys.create`." })
  actions: readonly string[];
}

// ——— what happened ———

@ObjectType("ActivityEntry")
export class ActivityEntryType {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => String)
  topic: string;

  @Field(() => String)
  actorName: string;

  @Field(() => String, { description: "One sentence that a person can read, after the actor's name." })
  summary: string;

  @Field(() => String, { nullable: true, description: "The id of what it is about." })
  subject: string | null;
}

@ObjectType("ActivityEdge")
export class ActivityEdge implements Edge<ActivityEntryType> {
  @Field(() => String)
  cursor: string;

  @Field(() => ActivityEntryType)
  node: ActivityEntryType;
}

@ObjectType("ActivityConnection")
export class ActivityConnection {
  @Field(() => [ActivityEdge])
  edges: ActivityEdge[];

  @Field(() => [ActivityEntryType])
  nodes: ActivityEntryType[];

  @Field(() => PageInfo)
  pageInfo: PageInfo;

  @Field(() => CursorScalar, {
    description: "Where the live tail of this answer begins: pass it to activityChanged.",
  })
  liveCursor: Position;
}

@ObjectType("ActivityStarted", { description: "Nothing was asked for from before; the tail starts here." })
export class ActivityStarted {
  @Field(() => CursorScalar)
  cursor: Position;

  constructor(cursor: Position) {
    this.cursor = cursor;
  }
}

@ObjectType("ActivityHappened")
export class ActivityHappened {
  @Field(() => CursorScalar)
  cursor: Position;

  @Field(() => ActivityEntryType)
  entry: ActivityEntryType;

  constructor(cursor: Position, entry: ActivityEntryType) {
    this.cursor = cursor;
    this.entry = entry;
  }
}

export const ActivityUpdate = createUnionType({
  name: "ActivityUpdate",
  types: () => [ActivityStarted, ActivityHappened, Resync] as const,
});

// ——— refusals ———

@ObjectType("LastOwner", { implements: RefusalType, description: "An account keeps at least one owner." })
export class LastOwnerType extends RefusalType {}

@ObjectType("AlreadyMember", {
  implements: RefusalType,
  description: "Whoever is invited belongs to the account already.",
})
export class AlreadyMemberType extends RefusalType {
  @Field(() => String)
  email: string;
}

// ——— what mutations are given ———

@InputType("CreateAccountInput")
export class CreateAccountInput {
  @Field(() => String)
  name: string;
}

@InputType("RenameAccountInput")
export class RenameAccountInput {
  @Field(() => String)
  name: string;
}

@InputType("InviteMemberInput")
export class InviteMemberInput {
  @Field(() => String)
  email: string;

  @Field(() => RoleEnum)
  role: Role;
}

@InputType("ChangeMemberRoleInput")
export class ChangeMemberRoleInput {
  @Field(() => ID)
  memberId: string;

  @Field(() => RoleEnum)
  role: Role;
}

@InputType("CreateApiKeyInput")
export class CreateApiKeyInput {
  @Field(() => String)
  name: string;

  @Field(() => [String], {
    description: "`read`, and one for each domain that it may write to, such as `accounts:write`.",
  })
  scopes: string[];

  @Field(() => Int, { nullable: true, description: "Left out, it lives until it is revoked." })
  expiresInDays?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: "The consumers that it may act for and see, and no others; left out, all of the account.",
  })
  consumers?: string[] | null;

  @Field(() => UsdScalar, { nullable: true, description: "The most it may spend on one day, in UTC." })
  spendCeilingPerDay?: Usd | null;
}
