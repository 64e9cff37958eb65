import {
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from "graphql";
import type {
  GraphQLField,
  GraphQLInputType,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
} from "graphql";

export interface NamedValue {
  at: string;
  name: string;
  type: GraphQLInputType | GraphQLOutputType;
  deprecationReason?: string | null | undefined;
}

/** Everything that carries a name and a type: output fields, their arguments, and input fields. */
export function* namedValues(schema: GraphQLSchema): Iterable<NamedValue> {
  for (const { at, field } of outputFields(schema)) {
    yield named(at, field);
    for (const argument of field.args) yield named(`${at}(${argument.name}:)`, argument);
  }
  for (const type of ownTypes(schema))
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) yield named(`${type.name}.${field.name}`, field);
}

function named(at: string, { name, type, deprecationReason }: Omit<NamedValue, "at">): NamedValue {
  return { at, name, type, deprecationReason };
}

export interface OutputField {
  at: string;
  parent: GraphQLNamedType;
  field: GraphQLField<unknown, unknown>;
}

export function* outputFields(schema: GraphQLSchema): Iterable<OutputField> {
  for (const parent of ownTypes(schema))
    if (isObjectType(parent) || isInterfaceType(parent))
      for (const field of Object.values(parent.getFields()))
        yield { at: `${parent.name}.${field.name}`, parent, field };
}

/** All types but the language's own. */
export function ownTypes(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !type.name.startsWith("__") && !(isScalarType(type) && isSpecifiedScalarType(type)),
  );
}

export function rootFields(root: GraphQLObjectType | null | undefined): GraphQLField<unknown, unknown>[] {
  return root ? Object.values(root.getFields()) : [];
}
