import { DrizzleQueryError } from "drizzle-orm/errors";
import { type DestinationStream, type Logger, pino } from "pino";
import postgres from "postgres";
import { rootError } from "./db/errors.ts";
import { metrics } from "./metrics.ts";

export type Log = Logger;

// Names of fields that may carry a secret, wherever they stand within the first three levels. What
// is not logged cannot leak: mutations' variables and headers never reach a log line at all, and
// this is the second wall.
const secretNames = [
  "authorization",
  "cookie",
  "password",
  "secret",
  "token",
  "apiKey",
  "api_key",
  "connectionString",
  "parameters",
  "args",
  "DATABASE_URL",
];
const redact = ["", "*.", "*.*."].flatMap((depth) => secretNames.map((name) => `${depth}${name}`));

export function makeLog(level: string, destination: DestinationStream = standardOutput()): Log {
  const options = {
    level,
    base: null,
    redact: { paths: redact, censor: "[redacted]" },
    serializers: { err: describe },
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return pino(options, destination);
}

// The library's own writer ends the process when a line cannot be written, and asks the disk again for ever while it
// does: a full disk under the log would stop everything. A line is not worth that; it is counted and gone.
function standardOutput(): DestinationStream {
  if (!process.stdout.listeners("error").includes(countLost)) process.stdout.on("error", countLost);
  return { write: (line) => void process.stdout.write(line) };
}

function countLost(): void {
  metrics.logLinesLost.inc();
}

export interface Told {
  message: string;
  [name: string]: unknown;
}

// A query's error holds what was asked with: the query builder's message its parameters,
// PostgreSQL's details a row. What is told is where it failed.
export function describe(error: unknown): Told {
  if (error instanceof AggregateError) {
    const { name: type, message, stack, errors } = error;
    return { type, message, stack, errors: errors.map(describe) };
  }
  const root = rootError(error);
  if (!(root instanceof postgres.PostgresError)) {
    const told = isOfQuery(error) ? root : error;
    if (told instanceof AggregateError) return describe(told);
    return pino.stdSerializers.err(told as Error);
  }
  const {
    code,
    severity,
    routine,
    table_name: table,
    column_name: column,
    constraint_name: constraint,
  } = root;
  const isAboutValue = code.startsWith("22");
  const message = isAboutValue ? root.message.replace(/"[^]*"/, "…") : root.message;
  const stack = (root.stack ?? "").replace(root.message, message);
  return { type: "PostgresError", message, code, severity, routine, table, column, constraint, stack };
}

/** Also where it is the cause of another: a message is told with those of all its causes. */
function isOfQuery(error: unknown): boolean {
  return error instanceof DrizzleQueryError || (error instanceof Error && isOfQuery(error.cause));
}
