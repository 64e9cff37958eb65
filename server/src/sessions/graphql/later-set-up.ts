import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import type { GraphContext } from "../../graphql/context.ts";
import { type KeptWish, openSetUp } from "../machine-wish.ts";
import { EnvInput } from "./types.ts";

// How a machine is set up that is rented later, as it is said when it is asked for.

@InputType()
export abstract class LaterSetUpInput {
  @Field(() => ID, {
    nullable: true,
    description: "How it is to be set up, where nothing else is said here; of the environment by variable.",
  })
  templateId?: string | null;

  @Field(() => [Int], { nullable: true, description: "TCP ports to be reached from outside, beside SSH." })
  ports?: number[] | null;

  @Field(() => String, { nullable: true, description: "A shell script that runs once a machine is up." })
  onStart?: string | null;

  @Field(() => [EnvInput], { nullable: true })
  env?: EnvInput[] | null;
}

@ObjectType({ description: "What is done with a machine as it comes up." })
export class MachineSetUp {
  @Field(() => Boolean, { description: "A shell script runs once it is up." })
  hasStartScript: boolean;

  @Field(() => [String], {
    description: "The variables of its environment; what they hold is told to nobody.",
  })
  envNames: string[];

  @Field(() => [Int], { description: "TCP ports to be reached from outside, beside SSH." })
  ports: number[];
}

/** Null where nothing was said of it. */
export function setUpOf(
  ctx: GraphContext,
  row: Pick<KeptWish, "sealedSetUp"> & { id: string },
): MachineSetUp | null {
  if (row.sealedSetUp === null) return null;
  const { env, onStart, ports } = openSetUp(ctx, row);
  return { hasStartScript: onStart !== null, envNames: Object.keys(env), ports };
}
