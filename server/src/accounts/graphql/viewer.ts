import { Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { actionsOf } from "../../values/permission.ts";
import { type AccountRow, listAccountsOf, readOwnAccount } from "../store/accounts.ts";
import { type InvitationRow, listInvitationsTo } from "../store/invitations.ts";
import { listSignIns, type SignInRow } from "../store/sign-ins.ts";
import { readUser, type UserRow } from "../store/users.ts";
import { AccountType, InvitationType, SignInType, UserType, ViewerType } from "./types.ts";

@Resolver(() => ViewerType)
export class ViewerResolver {
  @Access("viewer.read")
  @Query(() => ViewerType, { description: "The person or key that asks." })
  viewer(@Ctx() { actor }: GraphContext): ViewerType {
    return { role: actor.kind === "person" ? actor.role : null, actions: actionsOf(actor) };
  }

  @FieldResolver(() => UserType, { nullable: true, description: "Null when an API key asks." })
  async user(@Ctx() ctx: GraphContext): Promise<UserRow | null> {
    return ctx.actor.kind === "person" ? readUser(ctx, ctx.actor.userId) : null;
  }

  @FieldResolver(() => [AccountType], {
    description: "Every team the person belongs to; a key's one account.",
  })
  async accounts(@Ctx() ctx: GraphContext): Promise<AccountRow[]> {
    return ctx.actor.kind === "person" ? listAccountsOf(ctx, ctx.actor.userId) : [await readOwnAccount(ctx)];
  }

  @FieldResolver(() => [InvitationType], {
    description: "To the person's own address, once it is confirmed.",
  })
  async invitations(@Ctx() ctx: GraphContext): Promise<InvitationRow[]> {
    if (ctx.actor.kind !== "person") return [];
    const { email, emailVerified } = await readUser(ctx, ctx.actor.userId);
    return emailVerified ? listInvitationsTo(ctx, email) : [];
  }

  @FieldResolver(() => [SignInType], { description: "Wherever the person is signed in." })
  async signIns(@Ctx() ctx: GraphContext): Promise<SignInRow[]> {
    return ctx.actor.kind === "person" ? listSignIns(ctx, ctx.actor.userId) : [];
  }
}

@Resolver(() => SignInType)
export class SignInResolver {
  @FieldResolver(() => Boolean, { description: "It is the one that asks." })
  current(@Root() signIn: SignInType, @Ctx() { actor }: GraphContext): boolean {
    return actor.kind === "person" && actor.signInId === signIn.id;
  }
}
