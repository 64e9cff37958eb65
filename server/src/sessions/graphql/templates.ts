import {
  Arg,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { Access } from "../../graphql/access.ts";
import type { GraphContext } from "../../graphql/context.ts";
import { answer, InvalidInputType, NotFoundType, resultUnion } from "../../graphql/refusals.ts";
import { DateTime } from "../../graphql/scalars.ts";
import { accountOf } from "../account-of.ts";
import { openSealedOrder } from "../sealed.ts";
import { listTemplates } from "../store/templates.ts";
import { removeTemplate, saveTemplate } from "../templates.ts";
import type { StoragePolicy } from "../rules/saving.ts";
import { StoragePolicyEnum } from "./saving-types.ts";
import { EnvInput } from "./types.ts";

@ObjectType("SessionTemplate", {
  description: "How machines are set up, under a name. Saved anew it has another id.",
})
export class SessionTemplateType {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true, description: "Null where it leaves the choice to the start." })
  image: string | null;

  @Field(() => Int, { nullable: true })
  diskGb: number | null;

  @Field(() => [Int])
  ports: number[];

  @Field(() => Int, { nullable: true })
  idleMinutes: number | null;

  @Field(() => StoragePolicyEnum, { nullable: true })
  storagePolicy: StoragePolicy | null;

  @Field(() => Int, { nullable: true })
  saveMinutes: number | null;

  @Field(() => [String], { description: "Of its variables. What they hold is told to nobody." })
  envNames: string[];

  @Field(() => String)
  savedBy: string;

  @Field(() => DateTime)
  savedAt: Date;

  sealedOrder: string;
}

@InputType({ description: "How a machine is to be set up; what is left out is left to the start." })
export class SaveSessionTemplateInput {
  @Field(() => String, { description: "One that is there is replaced." })
  name: string;

  @Field(() => ID, { nullable: true, description: "What is not said here is as in this one." })
  templateId?: string | null;

  @Field(() => String, { nullable: true })
  image?: string | null;

  @Field(() => Int, { nullable: true })
  diskGb?: number | null;

  @Field(() => [Int], { nullable: true })
  ports?: number[] | null;

  @Field(() => String, { nullable: true })
  onStart?: string | null;

  @Field(() => [EnvInput], { nullable: true })
  env?: EnvInput[] | null;

  @Field(() => Int, { nullable: true })
  idleMinutes?: number | null;

  @Field(() => StoragePolicyEnum, { nullable: true })
  storagePolicy?: StoragePolicy | null;

  @Field(() => String, {
    nullable: true,
    description: "A shell command that is run before the machine is ended.",
  })
  saveCommand?: string | null;

  @Field(() => Int, { nullable: true, description: "So long it may take: 1 to 30, usually 10." })
  saveMinutes?: number | null;
}

const SaveSessionTemplateResult = resultUnion(
  "SaveSessionTemplateResult",
  SessionTemplateType,
  NotFoundType,
  InvalidInputType,
);
const RemoveSessionTemplateResult = resultUnion(
  "RemoveSessionTemplateResult",
  SessionTemplateType,
  NotFoundType,
);

@Resolver(() => SessionTemplateType)
export class SessionTemplatesResolver {
  @Access("sessions.useTemplates", "account")
  @Query(() => [SessionTemplateType], { description: "The account's templates, by name." })
  sessionTemplates(@Ctx() ctx: GraphContext): Promise<SessionTemplateType[]> {
    return listTemplates(ctx, accountOf(ctx));
  }

  @Access("sessions.useTemplates")
  @Mutation(() => SaveSessionTemplateResult)
  saveSessionTemplate(
    @Ctx() ctx: GraphContext,
    @Arg("input", () => SaveSessionTemplateInput) input: SaveSessionTemplateInput,
  ) {
    return answer(saveTemplate(ctx, input));
  }

  @Access("sessions.useTemplates")
  @Mutation(() => RemoveSessionTemplateResult, { description: "What was started with it runs on." })
  removeSessionTemplate(@Ctx() ctx: GraphContext, @Arg("templateId", () => ID) templateId: string) {
    return answer(removeTemplate(ctx, templateId));
  }

  @Authorized("sessions.useTemplates")
  @FieldResolver(() => String, { nullable: true, description: "A shell script." })
  onStart(@Root() template: SessionTemplateType, @Ctx() ctx: GraphContext): string | null {
    return openSealedOrder(ctx.seal, template).onStart;
  }

  @Authorized("sessions.useTemplates")
  @FieldResolver(() => String, { nullable: true, description: "A shell command." })
  saveCommand(@Root() template: SessionTemplateType, @Ctx() ctx: GraphContext): string | null {
    return openSealedOrder(ctx.seal, template).saveCommand;
  }
}
