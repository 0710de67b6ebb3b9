import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import type { ResponseData } from './response-data.js';

/** Whether an object that a subgraph answered with is of a type. */
export type TypeCondition = (value: ResponseData) => boolean;

/**
 * Compiles the question whether an object is of a type of the supergraph, by its `__typename`. What each name answers is
 * looked up once.
 * @param unnamed what an object without a `__typename` answers
 */
export function typeCondition(schema: GraphQLSchema, name: string, unnamed: boolean): TypeCondition {
  const known = new Map<string, boolean>();
  return (value) => {
    const typename = value.__typename;
    if (!typename) return unnamed;
    if (typename === name) return true;
    let answer = known.get(typename as string);
    if (answer === undefined) {
      answer = isOfType(schema, typename as string, name);
      // A subgraph may answer with any text: only names of the schema are remembered.
      if (schema.getType(typename as string)) known.set(typename as string, answer);
    }
    return answer;
  };
}

function isOfType(schema: GraphQLSchema, typename: string, name: string): boolean {
  const type = schema.getType(typename);
  const condition = schema.getType(name);
  if (!type || !condition || !isAbstractType(condition)) return false;
  return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(condition, type);
}

/** Whether a `__typename` may be an object's: a subgraph to which an interface is an object (`@interfaceObject`) says that one's name. */
export function isObjectName(schema: GraphQLSchema, name: unknown): boolean {
  return typeof name === 'string' && name !== '' && !isInterfaceType(schema.getType(name));
}
