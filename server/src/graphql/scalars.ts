import { GraphQLError, GraphQLScalarType, Kind } from "graphql";
import { decodeCursor, encodeCursor, type Position } from "../values/cursor.ts";
import { formatUsd, parseUsd, type Usd } from "../values/money.ts";

function invalid(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
}

function scalar<Internal>(
  name: string,
  description: string,
  serialize: (value: Internal) => string,
  parse: (text: string) => Internal,
): GraphQLScalarType<Internal, string> {
  const read = (value: unknown): Internal => {
    if (typeof value !== "string") throw invalid(`${name} is written as a string`);
    return parse(value);
  };
  return new GraphQLScalarType<Internal, string>({
    name,
    description,
    serialize: (value) => serialize(value as Internal),
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}

/** The language's own reader takes the 30th of February for the 2nd of March. */
function isInItsMonth(day: string): boolean {
  return Number(day.slice(8)) <= 28 || new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

export const DateTime = scalar<Date>(
  "DateTime",
  "An instant, ISO 8601 in UTC.",
  (date) => date.toISOString(),
  (text) => {
    const date = new Date(text);
    if (!INSTANT.test(text) || Number.isNaN(date.getTime()) || !isInItsMonth(text.slice(0, 10))) {
      throw invalid("DateTime is an ISO 8601 instant with a zone, such as 2026-11-20T09:00:00Z");
    }
    // The database knows no year 0, and the wire none of five digits.
    const year = date.getUTCFullYear();
    if (year < 1 || year > 9999) throw invalid("DateTime is between the years 1 and 9999");
    return date;
  },
);

export const UsdScalar = scalar<Usd>(
  "Usd",
  'US dollars as a decimal string with six places, such as "2.100000".',
  formatUsd,
  (text) => {
    try {
      return parseUsd(text);
    } catch (error) {
      throw invalid(error instanceof RangeError ? error.message : "not an amount of dollars");
    }
  },
);

export const CursorScalar = scalar<Position>(
  "Cursor",
  "A place in the order of events. Opaque.",
  encodeCursor,
  (text) => {
    const position = decodeCursor(text);
    if (!position) throw invalid("This cursor is not one that Berth gave out");
    return position;
  },
);
