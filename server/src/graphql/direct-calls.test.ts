import { graphql, type GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Info,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  UseMiddleware,
} from "type-graphql";
import { expect, test } from "vitest";
import { key } from "../testing/actors.ts";
import { NOBODY } from "../values/actor.ts";
import { Access } from "./access.ts";
import { buildSchemaOf } from "./build.ts";
import type { GraphContext } from "./context.ts";

@InputType()
class Size {
  @Field(() => Int)
  gpus: number;

  @Field(() => Int, { nullable: true })
  hours: number | null;
}

@ObjectType()
class Box {
  @Field(() => String)
  label: string;
}

let calls = 0;
let given: unknown;

@Resolver(() => Box)
class BoxResolver {
  readonly #word = "size";

  @Access("offers.read", "market")
  @Query(() => Box)
  box(
    @Info() { fieldName }: GraphQLResolveInfo,
    @Arg("size", () => Size) size: Size,
    @Ctx() { requestId }: GraphContext,
    @Arg("note", () => String, { nullable: true }) note: string | null,
  ) {
    calls += 1;
    given = size;
    return { label: `${requestId} ${fieldName} ${this.#word} ${size.gpus} ${note}` };
  }

  @FieldResolver(() => String)
  shout(@Root() box: Box, @Arg("times", () => Int, { defaultValue: 2 }) times: number) {
    return box.label.toUpperCase() + "!".repeat(times);
  }
}

const ask = (source: string, contextValue: Partial<GraphContext>) =>
  graphql({ schema: buildSchemaOf([BoxResolver]), source, contextValue });
const ci = { actor: key("ci", ["read"]), requestId: "req_1" };

test("a resolver is given its parameters in their order, and inputs as the language read them", async () => {
  const { data, errors } = await ask("{ box(size: { gpus: 8 }) { label shout once: shout(times: 1) } }", ci);
  expect(errors).toBeUndefined();
  const label = "req_1 box size 8 null";
  expect(data).toEqual({
    box: { label, shout: "REQ_1 BOX SIZE 8 NULL!!", once: "REQ_1 BOX SIZE 8 NULL!" },
  });
  expect(given).toEqual({ gpus: 8 });
});

test("a resolver is not called for whom it is not", async () => {
  const before = calls;
  const { errors } = await ask("{ box(size: { gpus: 8 }) { label } }", { ...ci, actor: NOBODY });
  expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  expect(calls).toBe(before);
});

test("what would be left out of a call is refused when the schema is built", () => {
  @Resolver(() => Box)
  class Watched {
    @UseMiddleware((_call, next) => next())
    @Query(() => String)
    watched() {
      return "";
    }
  }
  expect(() => buildSchemaOf([Watched])).toThrow("watched has middleware");

  @InputType()
  class Clever {
    @Field(() => Int)
    gpus: number;

    twice() {
      return this.gpus * 2;
    }
  }
  @Resolver(() => Box)
  class Doubling {
    @Query(() => Int)
    doubled(@Arg("of", () => Clever) of: Clever) {
      return of.twice();
    }
  }
  expect(() => buildSchemaOf([Doubling])).toThrow("Clever is an input");
  // Others are built as before, whatever else there is.
  expect(() => buildSchemaOf([BoxResolver])).not.toThrow();
});
