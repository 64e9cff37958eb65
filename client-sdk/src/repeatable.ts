// Of the whole package only the parser, or every program that asks something begins 40 ms later.
import { parse } from "graphql/language/parser.js";

/** Whether doing it twice is doing it once: it goes with an idempotency key, or it is a question. */
export function isRepeatable(query: string, variables: Readonly<Record<string, unknown>>): boolean {
  return typeof variables["idempotencyKey"] === "string" || isQuestion(query);
}

function isQuestion(query: string): boolean {
  try {
    const { definitions } = parse(query, { noLocation: true });
    return definitions.every((one) => one.kind !== "OperationDefinition" || one.operation !== "mutation");
  } catch {
    // What cannot be read here may be read by a later Berth.
    return false;
  }
}
