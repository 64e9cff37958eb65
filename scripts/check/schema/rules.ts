import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
} from "graphql";
import type { GraphQLInputType, GraphQLObjectType, GraphQLOutputType, GraphQLSchema } from "graphql";
import { namedValues, outputFields, ownTypes, rootFields } from "./walk.ts";

// What the wire promises by its names. Each rule reads the whole schema and yields a sentence per breach.
type Rule = (schema: GraphQLSchema) => Iterable<string>;

/** Fields that list things with an identity and are still no connection, and what keeps them short. */
export type BoundedLists = Record<string, string>;

export function breachesOf(schema: GraphQLSchema, bounded: BoundedLists = {}): string[] {
  const rules: Rule[] = [
    casing,
    mutations,
    results,
    spending,
    subscriptions,
    connections,
    pages,
    (schema) => lists(schema, bounded),
    ids,
    money,
    units,
    instants,
    descriptions,
    deprecations,
  ];
  return rules.flatMap((rule) => [...rule(schema)]);
}

function* casing(schema: GraphQLSchema): Iterable<string> {
  for (const type of ownTypes(schema)) {
    if (!/^[A-Z][A-Za-z0-9]*$/.test(type.name)) yield `${type.name}: a type's name is PascalCase.`;
    if (!isEnumType(type)) continue;
    for (const { name } of type.getValues())
      if (!/^[A-Z][A-Z0-9_]*$/.test(name)) yield `${type.name}.${name}: an enum's value is UPPER_CASE.`;
  }
  for (const { at, name } of namedValues(schema))
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) yield `${at}: a name is camelCase.`;
}

function* mutations(schema: GraphQLSchema): Iterable<string> {
  for (const field of rootFields(schema.getMutationType())) {
    const at = `Mutation.${field.name}`;
    const verbNoun = upperFirst(field.name);
    if (!/^[a-z]+[A-Z]/.test(field.name)) yield `${at}: a mutation is named verbNoun.`;
    if (String(field.type) !== `${verbNoun}Result!`) yield `${at}: it answers ${verbNoun}Result!.`;
    for (const argument of field.args) {
      if (!isInputObjectType(getNamedType(argument.type))) continue;
      if (argument.name !== "input" || String(argument.type) !== `${verbNoun}Input!`)
        yield `${at}: its input is input: ${verbNoun}Input!.`;
    }
  }
}

function* results(schema: GraphQLSchema): Iterable<string> {
  const mutationNames = new Set(rootFields(schema.getMutationType()).map((field) => upperFirst(field.name)));
  for (const type of ownTypes(schema)) {
    if (!type.name.endsWith("Result")) continue;
    if (!mutationNames.has(type.name.slice(0, -"Result".length)))
      yield `${type.name}: no mutation answers it, and Result is their word.`;
    if (!isUnionType(type)) {
      yield `${type.name}: a result is a union of the thing and its refusals.`;
      continue;
    }
    const refusals = type.getTypes().filter((member) => isRefusal(member));
    const things = type.getTypes().length - refusals.length;
    if (things !== 1) yield `${type.name}: it holds one thing besides refusals, not ${things}.`;
    if (refusals.length === 0) yield `${type.name}: no member implements Refusal, so it could not say no.`;
  }
}

/** What may want for credit sets some aside, and asked again after an answer that got lost it must not do so twice. */
function* spending(schema: GraphQLSchema): Iterable<string> {
  for (const field of rootFields(schema.getMutationType())) {
    const result = getNamedType(field.type);
    const members = isUnionType(result) ? result.getTypes().map(({ name }) => name) : [];
    const key = field.args.find(({ name }) => name === "idempotencyKey");
    const at = `Mutation.${field.name}`;
    if (members.includes("InsufficientCredits") && String(key?.type) !== "String!")
      yield `${at}: it spends, and takes idempotencyKey: String!.`;
    if (key && !members.includes("IdempotencyKeyReused"))
      yield `${at}: it takes an idempotencyKey, and cannot say that it was used for something else.`;
  }
}

/** What is no change of a noun but is said, by the word for it. */
const said: ReadonlySet<string> = new Set(["heartbeats", "sessionVitals"]);

function* subscriptions(schema: GraphQLSchema): Iterable<string> {
  for (const field of rootFields(schema.getSubscriptionType())) {
    const at = `Subscription.${field.name}`;
    const isSaid = said.has(field.name);
    if (!isSaid && !/^[a-z][A-Za-z0-9]*(Changed|Ticks)$/.test(field.name))
      yield `${at}: a subscription is named nounChanged or nounTicks.`;
    if (!isNonNullType(field.type)) yield `${at}: a frame is never null.`;
    if (!isSaid && !field.name.endsWith("Changed")) continue;
    if (!field.args.some(({ name, type }) => name === "after" && String(type) === "Cursor"))
      yield `${at}: it takes after: Cursor, to go on from where a reader was.`;
    const update = getNamedType(field.type);
    if (!isUnionType(update) || !update.getTypes().some((member) => member.name === "Resync"))
      yield `${at}: its frames are a union with Resync, for a cursor that is too old.`;
  }
}

function* connections(schema: GraphQLSchema): Iterable<string> {
  for (const type of ownTypes(schema)) {
    if (!isObjectType(type) || !type.name.endsWith("Connection")) continue;
    const noun = type.name.slice(0, -"Connection".length);
    const { edges, pageInfo } = type.getFields();
    if (String(edges?.type) !== `[${noun}Edge!]!`) yield `${type.name}: it has edges: [${noun}Edge!]!.`;
    if (String(pageInfo?.type) !== "PageInfo!") yield `${type.name}: it has pageInfo: PageInfo!.`;
    const edge = schema.getType(`${noun}Edge`);
    const { cursor, node } = isObjectType(edge) ? edge.getFields() : {};
    if (!/^(String|Cursor)!$/.test(String(cursor?.type))) yield `${noun}Edge: it has a cursor.`;
    if (!isNonNullType(node?.type)) yield `${noun}Edge: it has a node, never null.`;
  }
}

const longestPage = 100;

function* pages(schema: GraphQLSchema): Iterable<string> {
  for (const { at, field } of outputFields(schema)) {
    if (!getNamedType(field.type).name.endsWith("Connection")) continue;
    const first = field.args.find((argument) => argument.name === "first");
    if (getNullableTypeName(first?.type) !== "Int") yield `${at}: it takes first: Int.`;
    else if (typeof first?.defaultValue !== "number" || first.defaultValue > longestPage)
      yield `${at}: first has a default of at most ${longestPage}.`;
    const after = field.args.find((argument) => argument.name === "after");
    if (!/^(String|Cursor)$/.test(String(after?.type))) yield `${at}: it takes after.`;
  }
}

function* lists(schema: GraphQLSchema, bounded: BoundedLists): Iterable<string> {
  const unneeded = new Set(Object.keys(bounded));
  for (const { at, parent, field } of outputFields(schema)) {
    const list = getNullableType(field.type);
    if (!isListType(list)) continue;
    if (!isNonNullType(list.ofType)) yield `${at}: a list has no holes, so its items are non-null.`;
    const item = getNamedType(list);
    const hasIdentity = (isObjectType(item) || isInterfaceType(item)) && "id" in item.getFields();
    if (!hasIdentity || parent.name.endsWith("Connection")) continue;
    if (!unneeded.delete(at)) yield `${at}: a list that can grow is a connection (or say what bounds it).`;
  }
  for (const at of unneeded) yield `${at}: it is named as a bounded list but is none.`;
}

function* ids(schema: GraphQLSchema): Iterable<string> {
  for (const { at, name, type } of namedValues(schema)) {
    const isId = name === "id" || /[a-z]Ids?$/.test(name);
    if (isId && getNamedType(type).name !== "ID") yield `${at}: an id is an ID.`;
  }
}

const moneyWords = new Set(
  "price cost amount balance charge fee spend spent refund refunded saved savings paid owed".split(" "),
);

function* money(schema: GraphQLSchema): Iterable<string> {
  for (const { at, name, type } of namedValues(schema)) {
    const scalar = getNamedType(type).name;
    const words = wordsOf(name);
    if (isNumber(type) && words.some((word) => moneyWords.has(word)) && words.at(-1) !== "count")
      yield `${at}: money is Usd, never ${scalar}.`;
    if (scalar === "Usd" && words.includes("price") && !words.includes("per"))
      yield `${at}: a price says per what.`;
  }
}

const measured = new Set(
  "ram vram memory disk storage network bandwidth duration timeout latency delay interval ttl temperature power utilization".split(
    " ",
  ),
);
const unit = /(Bytes|[KMGT]b|[KMG]bps|Ms|Seconds|Minutes|Hours|Days|Celsius|Watts|Percent|Count)(Min|Max)?$/;

function* units(schema: GraphQLSchema): Iterable<string> {
  for (const { at, name, type } of namedValues(schema))
    if (isNumber(type) && wordsOf(name).some((word) => measured.has(word)) && !unit.test(name))
      yield `${at}: its unit is in its name.`;
}

function* instants(schema: GraphQLSchema): Iterable<string> {
  for (const { at, name, type } of namedValues(schema)) {
    const isInstant = getNamedType(type).name === "DateTime";
    const isNamedSo =
      /^(at|asOf|start|end|from|to|until|since|now|hour|day)$|[a-z](At|Start|End|From|To|Until|Since)$/;
    if (isInstant && !isNamedSo.test(name)) yield `${at}: an instant is named …At, or for the end it marks.`;
    if (!isInstant && /[a-z]At$/.test(name)) yield `${at}: what is named …At is a DateTime.`;
  }
}

// A mutation's and a subscription's name says all by convention; so does a query named for what it returns.
function* descriptions(schema: GraphQLSchema): Iterable<string> {
  for (const type of ownTypes(schema))
    if ((isScalarType(type) || isInterfaceType(type)) && !type.description)
      yield `${type.name}: say what it stands for and how it is written.`;
  for (const field of rootFields(schema.getQueryType())) {
    const thing = getNamedType(field.type).name.replace(/Connection$/, "");
    const says = [thing, `${thing}s`].map((noun) => noun.toLowerCase()).includes(field.name.toLowerCase());
    if (!says && !field.description)
      yield `Query.${field.name}: its name does not say what it returns; say it.`;
  }
}

function* deprecations(schema: GraphQLSchema): Iterable<string> {
  for (const { at, deprecationReason } of namedValues(schema))
    if (deprecationReason === "No longer supported") yield `${at}: say what to use instead.`;
}

function isRefusal(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some((shape) => shape.name === "Refusal");
}

function isNumber(type: GraphQLInputType | GraphQLOutputType): boolean {
  return ["Int", "Float"].includes(getNamedType(type).name);
}

function getNullableTypeName(type: GraphQLInputType | undefined): string {
  return type ? String(getNullableType(type)) : "";
}

function wordsOf(name: string): string[] {
  return name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
