import { type CompositeType, isObjectType, type Schema } from '@apollo/federation-internals';

/**
 * What `__typename` answers of an object: the first of its own words, under the name that the client gave it and under its own,
 * that is an object type of the schema, or else the type that the selection stands on. Undefined where that is none.
 */
export function saidTypename(
  schema: Schema,
  parentType: CompositeType,
  ...said: unknown[]
): string | undefined {
  for (const name of said) {
    const type = typeof name === 'string' ? schema.type(name) : undefined;
    if (type && isObjectType(type)) return type.name;
  }
  return isObjectType(parentType) ? parentType.name : undefined;
}
