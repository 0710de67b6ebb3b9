import type { ResponsePath } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isObject, own, type ResponseData } from './response-data.js';
import { isObjectName } from './type-conditions.js';
import type { TypesOnPath } from './wanted-types.js';

/** A place in a response: names of fields and indexes of lists. */
export type Place = (string | number)[];

/** Everything that stands at a path whose `@` are all elements of a list. A list is flat, whatever it was nested in. */
export function valuesAt(value: unknown, path: ResponsePath, from = 0): unknown {
  if (from === path.length || value === undefined || value === null) return value;
  const step = path[from]!;
  if (step !== '@') {
    if (Array.isArray(value)) throw new Error(`A list stands where ${step} is a field`);
    return valuesAt(own(value as ResponseData, String(step)), path, from + 1);
  }
  if (!Array.isArray(value)) throw new Error('No list stands where the path has its elements');
  const found: unknown[] = [];
  for (const element of value as unknown[]) {
    const values = valuesAt(element, path, from + 1);
    if (Array.isArray(values)) for (const inner of values) found.push(inner);
    else found.push(values);
  }
  return found;
}

/** Compiles what `valuesAt` finds, of it what stands below objects of wanted types. What does not say its type may be of any. */
export function objectsOfTypes(
  schema: GraphQLSchema,
  path: ResponsePath,
  wanted: readonly TypesOnPath[],
): (value: unknown) => unknown[] {
  const isUnwanted = (types: ReadonlySet<string> | undefined, typename: unknown) =>
    types !== undefined && isObjectName(schema, typename) && !types.has(typename as string);
  return (value) => {
    const found: unknown[] = [];
    const walk = (at: unknown, from: number, ways: readonly TypesOnPath[], step: number) => {
      if (at === undefined || at === null || !ways.length) return;
      const name = path[from];
      if (name === undefined) found.push(at);
      else if (name === '@') {
        if (!Array.isArray(at)) throw new Error('No list stands where the path has its elements');
        for (const element of at) walk(element, from + 1, ways, step);
      } else {
        if (Array.isArray(at)) throw new Error(`A list stands where ${name} is a field`);
        const object = at as ResponseData;
        const left = ways.filter((way) => !isUnwanted(way[step], object.__typename));
        walk(own(object, String(name)), from + 1, left, step + 1);
      }
    };
    walk(value, 0, wanted, 0);
    return found;
  };
}

/**
 * The places of objects that stand, among others and in this order, at a path with `@` in a response. One object may stand in
 * several.
 */
export function placesOf(objects: readonly object[], response: unknown, path: ResponsePath): Place[] {
  const places: Place[] = [];
  const walk = (at: unknown, from: number, place: Place) => {
    if (at === null || at === undefined) return;
    const step = path[from];
    if (Array.isArray(at)) {
      const next = step === '@' ? from + 1 : from;
      for (const [index, element] of at.entries()) walk(element, next, [...place, index]);
    } else if (step === undefined) {
      if (at === objects[places.length]) places.push(place);
    } else if (isObject(at) && Object.hasOwn(at, step)) walk(at[step], from + 1, [...place, step]);
  };
  walk(response, 0, []);
  return places;
}
