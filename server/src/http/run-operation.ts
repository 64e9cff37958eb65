import type { DocumentNode, GraphQLFormattedError } from "graphql";
import type { Execute } from "./executor.ts";
import { speakError } from "./faults.ts";
import { hideSchema } from "./guard.ts";
import type { HttpContext } from "./apollo.ts";
import type { Prepared } from "./documents.ts";
import { answerType } from "./media-type.ts";
import { limits } from "./shape-limits.ts";

// Apollo Server speaks the protocol of GraphQL over HTTP, and for each request it takes its body apart,
// looks the document up, negotiates and calls its plug-ins, eight promises deep. An operation that is
// here was taken apart, read, validated and admitted already, so all that is left is to run it and to
// write the answer down: that is done here, in a tenth of a millisecond less. Whatever is not such an operation
// goes through Apollo Server: bodies that are no operation, of any shape, and what it says of them.
// run-operation.test.ts asks both the same and finds no difference.

/** An operation that was read, measured and found valid. */
export interface Operation {
  name: string;
  variables: Record<string, unknown>;
  prepared: Prepared;
}

export interface Answered {
  status: number;
  headers: Iterable<readonly [string, string]>;
  body: string;
}

/** What came of an operation, in words that a client may hear. */
export interface Ran {
  data?: unknown;
  errors?: readonly GraphQLFormattedError[];
  /** The executor itself failed: there is no answer, only the reason. */
  failed?: true;
}

export async function runOperation(
  execute: Execute,
  asked: {
    document: DocumentNode;
    operationName: string | null | undefined;
    variables: Record<string, unknown>;
  },
  ctx: HttpContext,
): Promise<Ran> {
  const speak = (error: unknown) => speakError(error, ctx.log, ctx.requestId);
  try {
    const { data, errors } = await execute({ ...asked, context: ctx });
    if (!errors) return { data: data ?? null };
    const spoken = errors.slice(0, limits.errors).map(speak);
    return data === undefined ? { errors: spoken } : { data, errors: spoken };
  } catch (error) {
    return { errors: [speak(error)], failed: true };
  }
}

export async function answerOperation(
  execute: Execute,
  { name, variables, prepared }: Operation,
  ctx: HttpContext,
): Promise<Answered> {
  const { document } = prepared;
  const { data, errors, failed } = await runOperation(
    execute,
    // An empty name is none; to the interpreter it would be one that no operation has.
    { document, operationName: name || null, variables },
    ctx,
  );
  const { type, statusTells } = answerType(ctx.accept);
  const { requested, limit } = ctx.cost;
  const said = ctx.showsSchema ? errors : errors?.map(hideSchema);
  // Without data the variables did not fit the document.
  const status = failed ? 500 : errors && data === undefined && statusTells ? 400 : 200;
  const body = JSON.stringify({ errors: said, data, extensions: { cost: { requested, limit } } });
  return { status, headers: [["content-type", type]], body: `${body}\n` };
}
