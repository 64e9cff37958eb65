import fc from "fast-check";
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLSchema,
} from "graphql";

// Questions that a schema allows, with answers to its arguments that nobody hoped for. Every value
// is of a type that the schema would take, or nearly; what it means is another matter.

/** The same in every run, so that what passed once passes on. FUZZ_SEED and FUZZ_RUNS look further. */
export const seed = Number(process.env["FUZZ_SEED"]) || 1;
export const runs = Number(process.env["FUZZ_RUNS"]) || 200;

const texts = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "",
    " ",
    "null",
    "undefined",
    "__proto__",
    "constructor",
    "' or 1=1; drop table offers; --",
    "%_\\",
    "${7*7}{{7*7}}",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: a=b",
    "\u0000",
    "\ud800",
    "\u202e\u200b\ufeff",
    "👩‍👩‍👧‍👦".repeat(20),
    "ß".repeat(5_000),
    "-0",
    "1e400",
    "NaN",
    "9223372036854775808",
    "=cmd|' /C calc'!A0",
    "a@b",
    "a@example.com\r\nBcc: b@example.com",
    "<script>alert(1)</script>",
  ),
);
const ids = fc.oneof(
  texts,
  fc.constantFrom(
    "off_0",
    "acc_00000000000000000000000000",
    "key_zzzzzzzzzzzzzzzzzzzzzzzzzz",
    "00000000-0000-0000-0000-000000000000",
  ),
);
const whole = fc.oneof(
  fc.integer(),
  fc.constantFrom(0, 1, -1, 50, 100, 101, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53, 1.5),
);
const numbers = fc.oneof(
  whole,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(1e308, -1e308, 5e-324, -0, 1e39, 3.5e38),
);
const amounts = fc.oneof(
  fc.constantFrom(
    "0",
    "-0",
    "1",
    "0.000001",
    "0.0000001",
    "-1",
    "9223372036854.775807",
    "9223372036854.775808",
    "1e9",
    "0x10",
    " 1 ",
    "1,5",
    "∞",
    "1".repeat(400),
  ),
  texts,
);
const instants = fc.oneof(
  fc.constantFrom(
    "2026-11-20T09:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999Z",
    "2026-02-31T00:00:00Z",
    "2026-11-20",
    "+275760-09-13T00:00:00Z",
  ),
  texts,
);

const base64 = (text: string) => Buffer.from(text).toString("base64url");
const places = fc.tuple(
  fc.string({ maxLength: 14 }),
  fc.bigInt({ min: 0n, max: 2n ** 65n }),
  fc.bigInt({ min: 0n, max: 2n ** 65n }),
);
const cursors = fc.oneof(
  places.map(([, xid, id]) => base64(`e1.${xid.toString(36)}.${id.toString(36)}`)),
  places.map(([odd, xid]) => base64(`e1.${xid.toString(36)}.${odd}`)),
  fc.array(fc.oneof(texts, numbers), { maxLength: 5 }).map((list) => base64(JSON.stringify(list))),
  fc.jsonValue().map((value) => base64(JSON.stringify(value))),
  texts,
);

/** A cursor of offers in this order, whose values are anybody's guess. */
export const offerPages = fc.record({
  field: fc.constantFrom(
    ["PRICE_PER_GPU_HOUR", 0],
    ["PRICE_PER_HOUR", 1],
    ["GPU_MODEL", 2],
    ["GPU_COUNT", 3],
    ["VRAM", 4],
    ["RELIABILITY", 5],
    ["PRICE_CHANGED_AT", 6],
    ["REGION", 7],
    ["ALL_IN_PRICE_PER_HOUR", "8:50"],
    ["TOTAL_VRAM", 10],
    ["COUNTRY", 11],
    ["VCPUS", 16],
    ["FIRST_SEEN_AT", 19],
  ),
  descending: fc.boolean(),
  id: texts,
  value: fc.oneof(texts, numbers, amounts, instants),
});

export function offerCursor({
  field: [, place],
  descending,
  id,
  value,
}: typeof offerPages extends fc.Arbitrary<infer T> ? T : never) {
  return base64(JSON.stringify([`${descending ? "-" : ""}${place}`, id, value]));
}

const scalars: Record<string, fc.Arbitrary<unknown>> = {
  String: texts,
  ID: ids,
  Int: whole,
  Float: numbers,
  Boolean: fc.boolean(),
  Usd: amounts,
  DateTime: instants,
  Cursor: cursors,
};

function valuesOf(type: GraphQLInputType, name: string): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return valuesOf(type.ofType, name);
  if (isListType(type)) {
    const item = valuesOf(type.ofType, name);
    return fc.oneof(fc.array(item, { maxLength: 4 }), item);
  }
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map((value) => value.name));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return fc.record(Object.fromEntries(fields.map((field) => [field.name, given(field.type, field.name)])), {
      requiredKeys: fields.filter(isRequiredInputField).map((field) => field.name),
    });
  }
  return name === "after" ? cursors : (scalars[type.name] ?? fc.jsonValue());
}

/** Mostly of the type, now and then of any other, and null where that is allowed. */
function given(type: GraphQLInputType, name: string): fc.Arbitrary<unknown> {
  const nothing = isNonNullType(type) ? [] : [{ weight: 1, arbitrary: fc.constant(null) }];
  return fc.oneof(
    { weight: 12, arbitrary: valuesOf(type, name) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
    ...nothing,
  );
}

function selections(schema: GraphQLSchema, type: GraphQLOutputType, levels: number): fc.Arbitrary<string> {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return fc.constant("");
  if (isAbstractType(named)) {
    const members = schema
      .getPossibleTypes(named)
      .map((member) => selections(schema, member, levels).map((of) => `... on ${member.name} ${of}`));
    return fc.tuple(...members).map((parts) => `{ __typename ${parts.join(" ")} }`);
  }
  const fields = isObjectType(named)
    ? Object.values(named.getFields()).filter((field) => !field.args.some(isRequiredArgument))
    : [];
  const within = fields.filter((field) => levels > 0 || !isCompositeType(getNamedType(field.type)));
  return fc
    .subarray(within)
    .chain((some) =>
      fc.tuple(
        ...some.map((field) => selections(schema, field.type, levels - 1).map((of) => `${field.name} ${of}`)),
      ),
    )
    .map((parts) => `{ __typename ${parts.join(" ")} }`);
}

export interface Question {
  query: string;
  variables: Record<string, unknown>;
}

/** Any field of the roots, with hostile arguments. */
export function questions(
  schema: GraphQLSchema,
  kinds: readonly ("query" | "mutation" | "subscription")[],
): fc.Arbitrary<Question> {
  const all = kinds.flatMap((kind) => {
    const root = {
      query: schema.getQueryType(),
      mutation: schema.getMutationType(),
      subscription: schema.getSubscriptionType(),
    }[kind];
    // By name: their order in the schema goes by which file was loaded first, and a seed shall tell one story.
    const fields = Object.values(root?.getFields() ?? {}).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return fields.map((field) => question(schema, kind, field));
  });
  return fc.oneof(...all);
}

function question(
  schema: GraphQLSchema,
  kind: string,
  field: GraphQLField<unknown, unknown>,
): fc.Arbitrary<Question> {
  const variables = fc.record(
    Object.fromEntries(field.args.map((arg) => [arg.name, given(arg.type, arg.name)])),
    {
      requiredKeys: field.args.filter(isRequiredArgument).map((arg) => arg.name),
    },
  );
  return fc.tuple(variables, selections(schema, field.type, 2)).map(([variables, selection]) => ({
    query: asked(kind, field, selection),
    variables,
  }));
}

const plain: Record<string, unknown> = {
  String: "one",
  ID: "one",
  Int: 1,
  Float: 1,
  Boolean: true,
  Usd: "1.000000",
  DateTime: "2040-01-01T00:00:00Z",
};

function plainOf(type: GraphQLInputType, all: boolean, within: readonly GraphQLInputType[] = []): unknown {
  if (isNonNullType(type)) return plainOf(type.ofType, all, within);
  if (isListType(type)) return [plainOf(type.ofType, all, within)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (!isInputObjectType(type)) return plain[type.name] ?? null;
  const fields = Object.values(type.getFields()).filter(
    (field) => isRequiredInputField(field) || (all && !within.includes(type)),
  );
  return Object.fromEntries(fields.map((field) => [field.name, plainOf(field.type, all, [...within, type])]));
}

/** Every field of the roots by itself, with what it cannot do without or with all that it may be given. */
export function plainQuestions(schema: GraphQLSchema, all: boolean): (Question & { field: string })[] {
  const roots = { query: schema.getQueryType(), mutation: schema.getMutationType() };
  return Object.entries(roots).flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).map((field) => {
      const args = field.args.filter((arg) => all || isRequiredArgument(arg));
      const selection = isCompositeType(getNamedType(field.type)) ? "{ __typename }" : "";
      return {
        field: field.name,
        query: asked(kind, field, selection),
        variables: Object.fromEntries(args.map((arg) => [arg.name, plainOf(arg.type, all)])),
      };
    }),
  );
}

/**
 * Every argument that has a default, given null by a variable: the language lets such a variable be null, and it is known
 * only when it runs that the argument must not be.
 */
export function nullQuestions(schema: GraphQLSchema): Question[] {
  const roots = { query: schema.getQueryType(), mutation: schema.getMutationType() };
  return Object.entries(roots).flatMap(([kind, root]) =>
    Object.values(root?.getFields() ?? {}).flatMap((field) => {
      const selection = isCompositeType(getNamedType(field.type)) ? "{ __typename }" : "";
      const known = Object.fromEntries(field.args.map((arg) => [arg.name, plainOf(arg.type, true)]));
      return field.args
        .filter((arg) => isNonNullType(arg.type) && arg.defaultValue !== undefined)
        .map((arg) => ({
          query: asked(kind, field, selection).replace(`$${arg.name}: ${String(arg.type)}`, (text) =>
            text.slice(0, -1),
          ),
          variables: { ...known, [arg.name]: null },
        }));
    }),
  );
}

/** A document with a variable for each argument. */
function asked(kind: string, field: GraphQLField<unknown, unknown>, selection: string): string {
  const declared = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(", ");
  const passed = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  const [outer, inner] = declared ? [`(${declared})`, `(${passed})`] : ["", ""];
  return `${kind} Fuzz${outer} { ${field.name}${inner} ${selection} }`;
}

/** Bodies that are nearly one of these, or nothing like it. */
export function bodies(well: fc.Arbitrary<Question>): fc.Arbitrary<string> {
  const mangled = fc.tuple(
    well.map((one) => JSON.stringify(one)),
    fc.nat(),
    fc.string({ unit: "binary", maxLength: 3 }),
    fc.nat(8),
  );
  return fc.oneof(
    mangled.map(
      ([text, at, odd, less]) =>
        text.slice(0, at % text.length) + odd + text.slice((at % text.length) + less),
    ),
    fc
      .record(
        {
          query: fc.oneof(
            well.map(({ query }) => query),
            texts,
            fc.jsonValue(),
          ),
          variables: fc.oneof(fc.jsonValue(), fc.dictionary(texts, fc.jsonValue())),
          operationName: fc.oneof(texts, fc.jsonValue()),
          extensions: fc.oneof(fc.jsonValue(), fc.record({ persistedQuery: fc.jsonValue() })),
        },
        { requiredKeys: [] },
      )
      .map((body) => JSON.stringify(body)),
    fc.tuple(well, fc.nat(), texts).map(([{ query, variables }, at, odd]) => {
      const place = at % query.length;
      return JSON.stringify({ query: query.slice(0, place) + odd + query.slice(place + 1), variables });
    }),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );
}
