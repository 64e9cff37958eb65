import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import { type Actor, actorId } from "../values/actor.ts";
import type { Cost } from "../graphql/context.ts";
import type { Buckets } from "./bucket.ts";
import { costOf } from "./cost.ts";
import type { Prepared } from "./documents.ts";
import { limits, refuseVariables } from "./shape-limits.ts";

/**
 * What is asked of every operation before it runs, the same over HTTP and WebSocket: that the
 * viewer may look at the schema if it does, that it is not too dear, and that the caller still has
 * points for it.
 */
export class Guard {
  readonly #schema: GraphQLSchema;
  readonly #buckets: Buckets;
  readonly #introspectionForAll: boolean;

  constructor(schema: GraphQLSchema, buckets: Buckets, introspectionForAll: boolean) {
    this.#schema = schema;
    this.#buckets = buckets;
    this.#introspectionForAll = introspectionForAll;
  }

  /** Strangers are not shown the schema in production, neither as a whole nor by hints in errors. */
  showsSchema(actor: Actor): boolean {
    return this.#introspectionForAll || actor.kind !== "nobody";
  }

  speak(errors: readonly GraphQLError[], actor: Actor): GraphQLFormattedError[] {
    const spoken = errors.map((error) => error.toJSON());
    return this.showsSchema(actor) ? spoken : spoken.map(hideSchema);
  }

  admit(
    prepared: Prepared,
    price: number | GraphQLError,
    actor: Actor,
    address: () => string,
  ): Cost | GraphQLError {
    if (prepared.introspects && !this.showsSchema(actor)) {
      return new GraphQLError("Sign in, or send an API key, to look at the schema.", {
        extensions: { code: "UNAUTHENTICATED" },
      });
    }
    if (price instanceof GraphQLError) return price;
    // What does not fit into an empty bucket would never run, however long one waits.
    const most = Math.min(limits.cost, this.#buckets.size);
    if (price > most) {
      return new GraphQLError(
        `This operation would cost ${price} points; one may cost ${most}. Ask for shorter pages.`,
        { extensions: { code: "TOO_COMPLEX", cost: price, most } },
      );
    }
    return this.pay(price, actor, address);
  }

  pay(requested: number, actor: Actor, address: () => string): Cost | GraphQLError {
    const { ok, remaining, retryAfterMs } = this.#buckets.pour(payerOf(actor, address), requested);
    return ok ? { requested, remaining, limit: this.#buckets.size } : tooMany(retryAfterMs);
  }

  /** Whoever has no points left for so many letters is refused before anybody reads them. */
  refuseUnread(letters: number, actor: Actor, address: () => string): GraphQLError | null {
    const price = Math.min(priceOfReading(letters), this.#buckets.size);
    const waitMs = this.#buckets.look(payerOf(actor, address), price);
    return waitMs === 0 ? null : tooMany(waitMs);
  }

  /** What it costs, or what is wrong with its variables. */
  priceOf(prepared: Prepared, variables: Readonly<Record<string, unknown>>): number | GraphQLError {
    return (
      refuseVariables(variables) ??
      Math.max(this.costOf(prepared, variables), priceOfReading(prepared.text.length))
    );
  }

  costOf(prepared: Prepared, variables: Readonly<Record<string, unknown>>): number {
    const given: Record<string, unknown> = { ...variables };
    for (const { variable, defaultValue } of prepared.operation.variableDefinitions ?? []) {
      const name = variable.name.value;
      if (!(name in given) && defaultValue?.kind === "IntValue") given[name] = Number(defaultValue.value);
    }
    return costOf(this.#schema, prepared.operation, prepared.fragments, given);
  }
}

const LETTERS_A_POINT = 100;

/** Reading is dearer than what a document of repetitions asks for, and is paid for also where it comes to nothing. */
export function priceOfReading(letters: number): number {
  return Math.max(1, Math.ceil(letters / LETTERS_A_POINT));
}

function payerOf(actor: Actor, address: () => string): string {
  return actor.kind === "nobody" ? `address ${networkOf(address())}` : actorId(actor);
}

function tooMany(waitMs: number): GraphQLError {
  const retryAfter = Math.ceil(waitMs / 1000);
  return new GraphQLError(`Too many requests. Try again in ${retryAfter} s.`, {
    extensions: { code: "RATE_LIMITED", retryAfter },
  });
}

/** The language's errors suggest names that do exist. */
export function hideSchema(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ ?Did you mean .+\?$/, "") };
}

/** Whoever has one IPv6 address has 2^64 of them, so those count as one. */
function networkOf(address: string): string {
  if (!address.includes(":") || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":");
  const end = tail ? tail.split(":") : [];
  while (tail !== undefined && groups.length + end.length < 8) groups.push("0");
  return [...groups, ...end].slice(0, 4).join(":");
}
