import { GraphQLError } from "graphql";
import { createUnionType, Field, ID, Int, InterfaceType, ObjectType } from "type-graphql";
import { formatUsd } from "../values/money.ts";
import { Refusal } from "../values/refusal.ts";

/**
 * A refusal as an answer. The language takes an Error that is returned for one that was thrown, so
 * what it says is handed over without it.
 */
class RefusalAnswer {
  readonly type: string;

  constructor(refusal: Refusal) {
    Object.assign(this, refusal, { message: refusal.message });
    this.type = refusal.type;
  }
}

/** A refusal thrown by a verb becomes the answer: the member of the union that bears its name. */
export async function answer<T>(verb: Promise<T>): Promise<T | RefusalAnswer> {
  try {
    return await verb;
  } catch (error) {
    if (error instanceof Refusal) return new RefusalAnswer(error);
    throw error;
  }
}

/** Where the answer is no union, a refusal is an error about the input, with its name and its facts. */
export async function orBadInput<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { type, ...facts } = error;
    throw new GraphQLError(error.message, {
      extensions: { ...asOnTheWire(facts), code: "BAD_USER_INPUT", refusal: type },
    });
  }
}

/** No field's type writes the facts of an error, and every whole number among them is an amount. */
function asOnTheWire(facts: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === "bigint" ? formatUsd(fact) : fact]),
  );
}

type Class = abstract new (...args: never[]) => object;

/**
 * Which member of a union a value is. type-graphql makes a promise of every such decision, which
 * compiled execution does not wait for, so build.ts hands these to the finished schema.
 */
export const decisions = new Map<string, (value: unknown) => string>();

/** The union of a thing and the refusals that may stand in its place. */
export function resultUnion<T extends readonly [Class, ...Class[]]>(
  name: string,
  thing: T[0],
  ...refusals: Class[]
) {
  const nameOfThing = thing.name.replace(/Type$/, "");
  decisions.set(name, (value) => (value instanceof RefusalAnswer ? value.type : nameOfThing));
  return createUnionType({ name, types: () => [thing, ...refusals] as never });
}

@InterfaceType("Refusal", {
  description: "A no the caller can understand.",
  resolveType: (value: Refusal) => value.type,
})
export abstract class RefusalType {
  @Field(() => String, { description: "One sentence for a person." })
  message: string;
}

@ObjectType("NotFound", {
  implements: RefusalType,
  description: "There is no such thing, or it belongs to another account.",
})
export class NotFoundType extends RefusalType {
  @Field(() => ID)
  id: string;
}

@ObjectType("InvalidInput", { implements: RefusalType, description: "A value that cannot be used." })
export class InvalidInputType extends RefusalType {
  @Field(() => String, { description: "The input field that it stands in." })
  field: string;
}

@ObjectType("NotAllowed", {
  implements: RefusalType,
  description: "The viewer may ask for this, but not with these values.",
})
export class NotAllowedType extends RefusalType {
  @Field(() => String)
  action: string;
}

@ObjectType("IdempotencyKeyReused", {
  implements: RefusalType,
  description: "The idempotency key was used for something else.",
})
export class IdempotencyKeyReusedType extends RefusalType {}

@ObjectType("IdempotencyKeyInUse", {
  implements: RefusalType,
  description: "What was asked with this idempotency key is still being done.",
})
export class IdempotencyKeyInUseType extends RefusalType {
  @Field(() => Int)
  retryAfterSeconds: number;
}
