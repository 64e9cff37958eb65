import { GraphQLError, type GraphQLSchema, Kind, parse, print } from "graphql";
import type { GraphContext } from "../graphql/context.ts";
import { readEnds } from "../events/replay.ts";
import type { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import { makeContext, type Platform } from "../platform/context.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Log } from "../platform/log.ts";
import type { Actor } from "../values/actor.ts";
import { encodeCursor, type Position } from "../values/cursor.ts";
import { costOf } from "./cost.ts";
import { Documents } from "./documents.ts";
import { type Execute, makeExecutor } from "./executor.ts";
import { speakError } from "./faults.ts";
import { limits } from "./shape-limits.ts";
import { withinTime } from "./within-time.ts";

// What partners want to be sent of an event is fields of it, `{ id session { id state } }`. It is the selection of
// one query, `event`, so it is read, bounded and answered like every query, and nothing else can be asked with it. It
// is read when it is chosen; and again whenever it is asked, for the schema may have lost a field since.

const CHARACTERS = 4_000;
const COST = 500;
const ANSWER_BYTES = 64 * 1024;

export type Answered = { event: unknown } | { event: null; missing: string };

export class Selections {
  readonly #schema: GraphQLSchema;
  readonly #documents: Documents;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
    this.#documents = new Documents(schema);
  }

  read(text: string): { selection: string } | { refused: string } {
    if (text.length > CHARACTERS) return { refused: `A selection has at most ${CHARACTERS} characters.` };
    const selection = onlySelection(text);
    if (selection === null)
      return { refused: "Fields of an event between braces, such as { id topic session { id state } }." };
    const prepared = this.#documents.prepare(documentOf(selection), null);
    if ("errors" in prepared) return { refused: prepared.errors.map(({ message }) => message).join(" ") };
    const cost = costOf(this.#schema, prepared.operation, prepared.fragments, {});
    if (cost > COST)
      return { refused: `This would cost ${cost} points for each event; it may cost ${COST}.` };
    return { selection };
  }

  async ask(
    selection: string,
    event: Position,
    with_: { execute: Execute; context: GraphContext; clock: Clock; log: Log },
  ): Promise<Answered> {
    const { execute, context, clock, log } = with_;
    const prepared = this.#documents.prepare(documentOf(selection), null);
    if ("errors" in prepared) return missing(prepared.errors.map(({ message }) => message).join(" "));
    const variables = { id: encodeCursor(event) };
    const running = execute({ document: prepared.document, operationName: null, variables, context });
    const { data, errors } = await withinTime(clock, running);
    if (errors) {
      const [first] = errors;
      const spoken = errors.slice(0, limits.errors).map((error) => speakError(error, log, context.requestId));
      // While the database is away nothing is known of the event: the delivery is tried again.
      if (first && spoken.some(({ extensions }) => extensions?.["code"] === "UNAVAILABLE")) throw first;
      return missing(spoken.map(({ message }) => message).join(" "));
    }
    const answer = data?.["event"] ?? null;
    if (answer === null) return missing("This event is no longer kept.");
    if (JSON.stringify(answer).length > ANSWER_BYTES)
      return missing(`The answer has more than ${ANSWER_BYTES} characters: select less.`);
    return { event: answer };
  }
}

const missing = (reason: string): Answered => ({ event: null, missing: reason });

const documentOf = (selection: string) => `query Selected($id: ID!) { event(id: $id) ${selection} }`;

/** The braces and what is between them, if that is all there is. */
function onlySelection(text: string): string | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    const { definitions } = parse(text, { maxLexicalTokens: limits.tokens, noLocation: true });
    const [only, ...others] = definitions;
    if (only?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return null;
    return print(only.selectionSet);
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

/** Reads what a selection says of an event, with somebody's rights, for who sends it on. */
export function selectedReader(of: {
  schema: GraphQLSchema;
  executor: Config["EXECUTOR"];
  platform: Platform;
  sql: Sql;
  publicUrl: string;
}): (actor: Actor, selection: string, event: Position) => Promise<Answered> {
  const { schema, executor, platform, sql, publicUrl } = of;
  const selections = new Selections(schema);
  const execute = makeExecutor(schema, executor);
  const { clock, log } = platform;
  return (actor, selection, event) => {
    const ctx = makeContext(platform, actor);
    const context: GraphContext = {
      ...ctx,
      requestId: ctx.newId("req"),
      sql,
      payments: null,
      webhooksToPrivate: false,
      google: null,
      openCloud: null,
      sandbox: null,
      publicUrl,
      head: async () => (await readEnds(sql)).head,
      readSelection: (text) => selections.read(text),
      cost: null,
      loaders: new Map(),
    };
    return selections.ask(selection, event, { execute, context, clock, log });
  };
}
