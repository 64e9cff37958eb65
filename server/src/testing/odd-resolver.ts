import { GraphQLError } from "graphql";
import { Arg, Mutation, Query, Resolver } from "type-graphql";
import { Access } from "../graphql/access.ts";

/** What no answer may ever hold. */
export const INTERNALS = "select secret from vault at /srv/berth/vault.ts:12:34";

/** Fails in every way that a resolver can. */
@Resolver()
export class OddResolver {
  @Access("viewer.read")
  @Query(() => String)
  fine(@Arg("say", () => String, { defaultValue: "fine" }) say: string): string {
    return say;
  }

  @Access("viewer.read")
  @Query(() => String, { nullable: true })
  broken(): string {
    throw new Error(INTERNALS, { cause: new Error("the cause beneath") });
  }

  @Access("viewer.read")
  @Query(() => String, { nullable: true })
  brokenOddly(): string {
    // oxlint-disable-next-line typescript/only-throw-error -- a library may throw anything
    throw INTERNALS;
  }

  /** Code of its own making, which nobody said may be shown. */
  @Access("viewer.read")
  @Query(() => String, { nullable: true })
  brokenInPrivate(): string {
    throw new GraphQLError(INTERNALS, { extensions: { code: "PRIVATE", detail: INTERNALS } });
  }

  @Access("viewer.read")
  @Query(() => String, { nullable: true })
  unavailable(): string {
    throw Object.assign(new Error(INTERNALS), { code: "CONNECTION_CLOSED" });
  }

  /** Not null, and yet there is nothing: what holds it is null as well. */
  @Access("viewer.read")
  @Query(() => String)
  missing(): string | null {
    return null;
  }

  @Access("viewer.read")
  @Query(() => String)
  never(): Promise<string> {
    return new Promise(() => {});
  }

  @Access("viewer.read")
  @Mutation(() => String)
  store(@Arg("secret", () => String) secret: string): string {
    return `${secret.length} characters`;
  }

  @Access("viewer.read")
  @Mutation(() => String)
  storeInVain(@Arg("secret", () => String) secret: string): string {
    throw new Error(`${INTERNALS} (${secret.length})`);
  }
}
