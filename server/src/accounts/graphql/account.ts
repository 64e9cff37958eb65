import { GraphQLError } from "graphql";
import { Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Access, refuseUnlessAllowed } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import type { Action } from "../../values/permission.ts";
import { accountIdOf } from "../asking.ts";
import { type AccountRow, readOwnAccount } from "../store/accounts.ts";
import { type ApiKeyRow, listApiKeys } from "../store/api-keys.ts";
import { type InvitationRow, listInvitations } from "../store/invitations.ts";
import { listMembers, type MemberRow } from "../store/members.ts";
import { AccountType, ApiKeyType, InvitationType, MemberType } from "./types.ts";

@Resolver(() => AccountType)
export class AccountResolver {
  @Access("account.read", "account")
  @Query(() => AccountType, { description: "The team the viewer is working in." })
  account(@Ctx() ctx: GraphContext): Promise<AccountRow> {
    return readOwnAccount(ctx);
  }

  @FieldResolver(() => [MemberType])
  async members(@Root() account: AccountType, @Ctx() ctx: GraphContext): Promise<MemberRow[]> {
    refuseUnlessInside(ctx, account, "members.read");
    return listMembers(ctx);
  }

  @FieldResolver(() => [InvitationType], { description: "Those that can still be accepted." })
  async invitations(@Root() account: AccountType, @Ctx() ctx: GraphContext): Promise<InvitationRow[]> {
    refuseUnlessInside(ctx, account, "invitations.read");
    return listInvitations(ctx);
  }

  @FieldResolver(() => [ApiKeyType], { description: "Live and revoked ones." })
  async apiKeys(@Root() account: AccountType, @Ctx() ctx: GraphContext): Promise<ApiKeyRow[]> {
    refuseUnlessInside(ctx, account, "apiKeys.read");
    return listApiKeys(ctx);
  }
}

/** The viewer's rights are those in the account they work in; of their other ones they see the names. */
export function refuseUnlessInside(ctx: GraphContext, account: AccountType, action: Action): void {
  if (account.id !== accountIdOf(ctx)) {
    throw new GraphQLError("Switch to this account to see what is in it.", {
      extensions: { code: "FORBIDDEN", action },
    });
  }
  refuseUnlessAllowed(ctx, action);
}
