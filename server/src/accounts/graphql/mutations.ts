import { Arg, Ctx, ID, Mutation, Resolver } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import {
  answer,
  InvalidInputType,
  NotAllowedType,
  NotFoundType,
  resultUnion,
} from "../../graphql/refusals.ts";
import { DateTime } from "../../graphql/scalars.ts";
import { acceptInvitation } from "../accept-invitation.ts";
import { cancelInvitation } from "../cancel-invitation.ts";
import { changeMemberRole } from "../change-member-role.ts";
import type { Plan } from "../../values/plan.ts";
import { changePlan } from "../plan.ts";
import { createAccount } from "../create-account.ts";
import { createApiKey } from "../create-api-key.ts";
import { inviteMember } from "../invite-member.ts";
import { removeMember } from "../remove-member.ts";
import { renameAccount } from "../rename-account.ts";
import { rotateApiKey } from "../rotate-api-key.ts";
import { revokeApiKey } from "../revoke-api-key.ts";
import { revokeSignIn } from "../revoke-sign-in.ts";
import { switchAccount } from "../switch-account.ts";
import {
  PlanEnum,
  AccountType,
  AlreadyMemberType,
  ApiKeyCreatedType,
  ApiKeyType,
  ChangeMemberRoleInput,
  CreateAccountInput,
  CreateApiKeyInput,
  InvitationType,
  InviteMemberInput,
  LastOwnerType,
  MemberType,
  RenameAccountInput,
  SignInType,
} from "./types.ts";

const CreateAccountResult = resultUnion("CreateAccountResult", AccountType, InvalidInputType);
const RenameAccountResult = resultUnion("RenameAccountResult", AccountType, InvalidInputType);
const ChangePlanResult = resultUnion("ChangePlanResult", AccountType, NotFoundType);
const SwitchAccountResult = resultUnion("SwitchAccountResult", AccountType, NotFoundType);
const InviteMemberResult = resultUnion(
  "InviteMemberResult",
  InvitationType,
  AlreadyMemberType,
  InvalidInputType,
  NotAllowedType,
);
const CancelInvitationResult = resultUnion("CancelInvitationResult", InvitationType, NotFoundType);
const AcceptInvitationResult = resultUnion("AcceptInvitationResult", AccountType, NotFoundType);
const ChangeMemberRoleResult = resultUnion(
  "ChangeMemberRoleResult",
  MemberType,
  LastOwnerType,
  NotAllowedType,
  NotFoundType,
);
const RemoveMemberResult = resultUnion(
  "RemoveMemberResult",
  MemberType,
  LastOwnerType,
  NotAllowedType,
  NotFoundType,
);
const CreateApiKeyResult = resultUnion(
  "CreateApiKeyResult",
  ApiKeyCreatedType,
  InvalidInputType,
  NotAllowedType,
);
const RotateApiKeyResult = resultUnion(
  "RotateApiKeyResult",
  ApiKeyCreatedType,
  InvalidInputType,
  NotAllowedType,
  NotFoundType,
);
const RevokeApiKeyResult = resultUnion("RevokeApiKeyResult", ApiKeyType, NotFoundType);
const RevokeSignInResult = resultUnion("RevokeSignInResult", SignInType, NotFoundType);

@Resolver()
export class AccountMutations {
  @Access("account.create")
  @Mutation(() => CreateAccountResult)
  createAccount(@Ctx() ctx: GraphContext, @Arg("input", () => CreateAccountInput) input: CreateAccountInput) {
    return answer(createAccount(ctx, input));
  }

  @Access("account.rename")
  @Mutation(() => RenameAccountResult)
  renameAccount(@Ctx() ctx: GraphContext, @Arg("input", () => RenameAccountInput) input: RenameAccountInput) {
    return answer(renameAccount(ctx, input));
  }

  @Access("accounts.changePlan")
  @Mutation(() => ChangePlanResult, {
    description: "For those who run this Berth: what an account may do at all.",
  })
  changePlan(
    @Ctx() ctx: GraphContext,
    @Arg("accountId", () => ID) accountId: string,
    @Arg("plan", () => PlanEnum) plan: Plan,
  ) {
    return answer(changePlan(ctx, accountId, plan));
  }

  @Access("account.switch")
  @Mutation(() => SwitchAccountResult, {
    description: "Works in another of the person's accounts from now on.",
  })
  switchAccount(@Ctx() ctx: GraphContext, @Arg("accountId", () => ID) accountId: string) {
    return answer(switchAccount(ctx, accountId));
  }

  @Access("members.invite")
  @Mutation(() => InviteMemberResult, {
    description: "One who is invited already gets the role and seven days anew.",
  })
  inviteMember(@Ctx() ctx: GraphContext, @Arg("input", () => InviteMemberInput) input: InviteMemberInput) {
    return answer(inviteMember(ctx, input));
  }

  @Access("invitations.cancel")
  @Mutation(() => CancelInvitationResult)
  cancelInvitation(@Ctx() ctx: GraphContext, @Arg("invitationId", () => ID) invitationId: string) {
    return answer(cancelInvitation(ctx, invitationId));
  }

  @Access("invitations.accept")
  @Mutation(() => AcceptInvitationResult, { description: "Joins; to work there, switch to it." })
  acceptInvitation(@Ctx() ctx: GraphContext, @Arg("invitationId", () => ID) invitationId: string) {
    return answer(acceptInvitation(ctx, invitationId));
  }

  @Access("members.change")
  @Mutation(() => ChangeMemberRoleResult)
  changeMemberRole(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => ChangeMemberRoleInput) input: ChangeMemberRoleInput,
  ) {
    return answer(changeMemberRole(ctx, input));
  }

  @Access("members.leave")
  @Mutation(() => RemoveMemberResult, { description: "Leaves, or has somebody else leave." })
  removeMember(@Ctx() ctx: GraphContext, @Arg("memberId", () => ID) memberId: string) {
    return answer(removeMember(ctx, memberId));
  }

  @Access("apiKeys.create")
  @Mutation(() => CreateApiKeyResult)
  createApiKey(@Ctx() ctx: GraphContext, @Arg("input", () => CreateApiKeyInput) input: CreateApiKeyInput) {
    return answer(createApiKey(ctx, input));
  }

  @Access("apiKeys.rotate")
  @Mutation(() => RotateApiKeyResult, {
    description:
      "A new secret at once; the old one is good until then, at most for 30 days. What is open is closed, and comes back.",
  })
  rotateApiKey(
    @Ctx() ctx: GraphContext,
    @Arg("apiKeyId", () => ID) apiKeyId: string,
    @Arg("oldValidUntil", () => DateTime) oldValidUntil: Date,
  ) {
    return answer(rotateApiKey(ctx, { apiKeyId, oldValidUntil }));
  }

  @Access("apiKeys.revoke")
  @Mutation(() => RevokeApiKeyResult)
  revokeApiKey(@Ctx() ctx: GraphContext, @Arg("apiKeyId", () => ID) apiKeyId: string) {
    return answer(revokeApiKey(ctx, apiKeyId));
  }

  @Access("signIns.revoke")
  @Mutation(() => RevokeSignInResult, { description: "Signs the person out there." })
  revokeSignIn(@Ctx() ctx: GraphContext, @Arg("signInId", () => ID) signInId: string) {
    return answer(revokeSignIn(ctx, signInId));
  }
}
