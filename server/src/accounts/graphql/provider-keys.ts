import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from "type-graphql";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { answer, InvalidInputType, NotFoundType, resultUnion } from "../../graphql/refusals.ts";
import { DateTime } from "../../graphql/scalars.ts";
import { type CloudOfAccount, listClouds, removeProviderKey, setProviderKey } from "../provider-keys.ts";
import { refuseUnlessInside } from "./account.ts";
import { AccountType, UserType } from "./types.ts";

@ObjectType("ProviderKey", {
  description: "A cloud, and the account's own key there, which nobody can read back.",
})
export class ProviderKeyType {
  @Field(() => ID)
  providerId: string;

  @Field(() => String)
  providerName: string;

  @Field(() => Boolean, { description: "Whether the account has a key there." })
  connected: boolean;

  @Field(() => String, { nullable: true, description: "The end of the key, to recognise it by." })
  hint: string | null;

  @Field(() => DateTime, { nullable: true })
  setAt: Date | null;

  @Field(() => UserType, { nullable: true })
  setBy: UserType | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the provider answered to it, as it was set.",
  })
  workedAt: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "Why it could not be tried when it was set, which says nothing of the key.",
  })
  notTried: string | null;
}

@InputType()
class SetProviderKeyInput {
  @Field(() => ID)
  providerId: string;

  @Field(() => String, { description: "As the provider shows it. Kept sealed, and never shown again." })
  key: string;
}

const SetProviderKeyResult = resultUnion(
  "SetProviderKeyResult",
  ProviderKeyType,
  InvalidInputType,
  NotFoundType,
);
const RemoveProviderKeyResult = resultUnion("RemoveProviderKeyResult", ProviderKeyType, NotFoundType);

@Resolver(() => AccountType)
export class ProviderKeyResolver {
  @FieldResolver(() => [ProviderKeyType], { description: "Every cloud, with a key or without." })
  async providerKeys(@Root() account: AccountType, @Ctx() ctx: GraphContext): Promise<CloudOfAccount[]> {
    refuseUnlessInside(ctx, account, "providerKeys.read");
    return listClouds(ctx);
  }

  @Access("providerKeys.change")
  @Mutation(() => SetProviderKeyResult, {
    description:
      "Replaces the key that was there. It is tried first: one that the provider refuses is not kept, and what was there stays.",
  })
  setProviderKey(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => SetProviderKeyInput) input: SetProviderKeyInput,
  ) {
    return answer(setProviderKey(ctx, input, ctx.openCloud));
  }

  @Access("providerKeys.change")
  @Mutation(() => RemoveProviderKeyResult)
  removeProviderKey(@Ctx() ctx: GraphContext, @Arg("providerId", () => ID) providerId: string) {
    return answer(removeProviderKey(ctx, providerId));
  }
}
