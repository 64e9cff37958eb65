import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from "graphql";
import { getMetadataStorage } from "type-graphql";
import type { Action } from "../values/permission.ts";
import { refuseUnlessAllowed } from "./access.ts";
import type { GraphContext } from "./context.ts";

// type-graphql calls a resolver through a chain of promises, with one more for each argument, and makes
// of each input an instance of its class, for which it looks through all classes of inputs once for each of
// its fields. For a short answer that was most of what the library did. A resolver of ours needs to be called
// if who asks may, with its parameters in their order: that is done here. An input is then what the language
// read, with the fields that were given and no others. What would need more than that is refused when the
// schema is built.

type Resolve = GraphQLFieldResolver<unknown, GraphContext, Record<string, unknown>>;

/** What type-graphql knows of a resolver's method, as far as it is needed. */
type Known = Pick<
  ReturnType<typeof getMetadataStorage>["queries"][number],
  "methodName" | "middlewares" | "params" | "roles" | "schemaName" | "target"
>;

/**
 * Gives the fields of a schema that was built of these classes their resolvers themselves. What type-graphql knows of
 * may be more than what is in the schema. Subscriptions are the hub's.
 */
export function callDirectly(schema: GraphQLSchema, classes: ReadonlySet<unknown>): void {
  const { queries, mutations, fieldResolvers, inputTypes, objectTypes } = getMetadataStorage();
  for (const { name, target } of inputTypes) {
    const has = Object.getOwnPropertyNames(target.prototype).length;
    if (has > 1 && schema.getType(name))
      throw new Error(`${name} is an input, and so only its fields: its methods would not be there.`);
  }
  const instanceOf = instances();
  const put = (typeName: string | undefined, known: Known): void => {
    const type = schema.getType(typeName ?? "");
    const field = isObjectType(type) ? type.getFields()[known.schemaName] : undefined;
    if (field && classes.has(known.target)) field.resolve = directCall(known, instanceOf);
  };
  for (const known of queries) put("Query", known);
  for (const known of mutations) put("Mutation", known);
  for (const known of fieldResolvers) {
    if (known.kind !== "external") continue;
    const owner = known.getObjectType?.();
    put(objectTypes.find(({ target }) => target === owner)?.name, known);
  }
}

function directCall(known: Known, instanceOf: (target: NewableFunction) => object): Resolve {
  const { methodName, params = [], roles = [], middlewares = [] } = known;
  const reads = params.toSorted((a, b) => a.index - b.index).map(readOf);
  if (middlewares.length > 0) throw new Error(`${methodName} has middleware, which nothing would call.`);
  const resolver = instanceOf(known.target);
  const method = Reflect.get(resolver, methodName) as (...params: unknown[]) => unknown;
  const [action] = roles as Action[];
  return (root, args, context, info) => {
    if (action) refuseUnlessAllowed(context, action);
    return method.apply(
      resolver,
      reads.map((read) => read(root, args, context, info)),
    );
  };
}

type Param = NonNullable<Known["params"]>[number];

function readOf(param: Param): Resolve {
  switch (param.kind) {
    case "arg": {
      const { name } = param;
      // What was not given is null, as the types of parameters say, and not undefined.
      return (_root, args) => args[name] ?? null;
    }
    case "root":
      if (param.propertyName === undefined) return (root) => root;
      break;
    case "context":
      if (param.propertyName === undefined) return (_root, _args, context) => context;
      break;
    case "info":
      return (_root, _args, _context, info) => info;
    default:
  }
  throw new Error(`${param.methodName} has a parameter of a kind that nothing here reads.`);
}

/** One of each class, as type-graphql has: they hold nothing. */
function instances(): (target: NewableFunction) => object {
  const made = new Map<NewableFunction, object>();
  return (target) => {
    let instance = made.get(target);
    if (!instance) {
      instance = new (target as new () => object)();
      made.set(target, instance);
    }
    return instance;
  };
}
