import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isObject, own, type ResponseData, setOwn } from './response-data.js';
import { typeCondition } from './type-conditions.js';

/** Changes data in place, as the planner asks for around a fetch. */
export type Rewrite = (value: unknown) => void;

const fragment = '... on ';

/** Compiles the rewrites of a fetch to one; undefined where there are none. */
export function compileRewrites(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataRewrite[] | undefined,
): Rewrite | undefined {
  const compiled = (rewrites ?? []).flatMap((rewrite) => compileRewrite(schema, rewrite));
  if (!compiled.length) return undefined;
  return (value) => {
    for (const rewrite of compiled) rewrite(value);
  };
}

function compileRewrite(schema: GraphQLSchema, rewrite: FetchDataRewrite): Rewrite[] {
  const field = rewrite.path.at(-1);
  if (field === undefined) return [];
  const change =
    rewrite.kind === 'ValueSetter'
      ? (object: ResponseData) => {
          setOwn(object, field, rewrite.setValueTo);
        }
      : (object: ResponseData) => {
          const value = own(object, field);
          if (value === undefined) return;
          setOwn(object, rewrite.renameKeyTo, value);
          object[field] = undefined;
        };
  return [rewrite.path.slice(0, -1).reduceRight(stepInto(schema), onEach(change))];
}

/** Applies a change to an object, or to each object of a list. */
function onEach(change: (object: ResponseData) => void): Rewrite {
  const apply: Rewrite = (value) => {
    if (Array.isArray(value)) value.forEach(apply);
    else if (isObject(value)) change(value);
  };
  return apply;
}

function stepInto(schema: GraphQLSchema): (next: Rewrite, step: string) => Rewrite {
  return (next, step) => {
    if (!step.startsWith(fragment)) return onEach((object) => next(own(object, step)));
    const isOfType = typeCondition(schema, step.slice(fragment.length), true);
    return onEach((object) => {
      if (isOfType(object)) next(object);
    });
  };
}
