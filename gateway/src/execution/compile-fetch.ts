import type { FetchNode } from '@apollo/query-planner';
import type { FormattedExecutionResult } from 'graphql';
import { isomorphicOf } from '../sources/isomorphic.js';
import { compileRepresentation } from './compile-representation.js';
import { compileRewrites } from './compile-rewrites.js';
import type { PlanRun, PlanScope, PlanStep } from './plan-run.js';
import { mergeInto, own, type ResponseData } from './response-data.js';
import { type Place, placesOf } from './response-path.js';
import { subgraphError } from './subgraph-errors.js';
import { isObjectName } from './type-conditions.js';

/** Compiles a fetch: of root fields, or of entities that other subgraphs told. Undefined where it is of another kind. */
export function compileFetch(scope: PlanScope, fetch: FetchNode): PlanStep | undefined {
  if (fetch.contextRewrites) return undefined;
  const work = fetch.requires ? entityFetch(scope, fetch) : rootFetch(scope, fetch);
  return async (run, at) => {
    const objects = (Array.isArray(at) ? at : [at]).filter((one) => one !== null && one !== undefined);
    if (!objects.length) return;
    try {
      await work(run, objects as ResponseData[]);
    } catch (error) {
      run.errors.push(error as Error);
    }
  };
}

type Work = (run: PlanRun, objects: readonly ResponseData[]) => Promise<void>;

function rootFetch(scope: PlanScope, fetch: FetchNode): Work {
  const send = compileRequest(scope, fetch);
  const rewriteOutput = compileRewrites(scope.schema, fetch.outputRewrites);
  return async (run, objects) => {
    const data = await send(run);
    if (!data) return;
    rewriteOutput?.(data);
    for (const object of objects) mergeInto(object, data);
  };
}

function entityFetch(scope: PlanScope, fetch: FetchNode): Work {
  const send = compileRequest(scope, fetch);
  const representationOf = compileRepresentation(scope.schema, fetch.requires!);
  const rewriteInput = compileRewrites(scope.schema, fetch.inputRewrites);
  const rewriteOutput = compileRewrites(scope.schema, fetch.outputRewrites);
  return async (run, objects) => {
    const known: ResponseData[] = [];
    const representations: ResponseData[] = [];
    for (const object of objects) {
      const representation = representationOf(object);
      if (!representation?.__typename) continue;
      rewriteInput?.(representation);
      representations.push(representation);
      known.push(object);
    }
    if (!representations.length) return;
    const data = await send(run, { known, representations });
    if (!data) return;
    const entities = entitiesIn(data, representations.length);
    for (let index = 0; index < entities.length; index++) {
      const entity = entities[index];
      if (!entity) continue;
      const object = known[index]!;
      // A subgraph to which an interface is an object (`@interfaceObject`) knows no better than its name.
      if (!isObjectName(scope.schema, entity.__typename)) entity.__typename = object.__typename;
      rewriteOutput?.(entity);
      mergeInto(object, entity);
    }
  };
}

/** @throws Error where the subgraph did not answer for each entity. */
function entitiesIn({ _entities: entities }: ResponseData, count: number): (ResponseData | null)[] {
  if (!Array.isArray(entities)) throw new Error('Expected "data._entities" in response to be an array');
  if (entities.length !== count) {
    throw new Error(`Expected "data._entities" to contain ${count} elements`);
  }
  return entities;
}

/** Entities that are asked for: the objects of the response, and what their subgraph is told of each. */
interface Entities {
  readonly known: readonly ResponseData[];
  readonly representations: readonly ResponseData[];
}

type Send = (run: PlanRun, entities?: Entities) => Promise<ResponseData | null | undefined>;

/** Compiles what is sent: the text is the plan's, of the variables only those that it uses. */
function compileRequest({ path }: PlanScope, fetch: FetchNode): Send {
  const { serviceName, operation: query, operationName, variableUsages = [] } = fetch;
  const asked = askedNames(fetch);
  return async (run, entities) => {
    const variables: ResponseData = {};
    for (const name of variableUsages) {
      const value = own(run.variables, name);
      if (value !== undefined) variables[name] = run.isIsomorphic ? isomorphicOf(value) : value;
    }
    if (entities) {
      if ('representations' in variables) throw new Error('Variables cannot contain key "representations"');
      variables.representations = entities.representations;
    }
    const { data, errors } = await run.ask(serviceName, { query, variables, operationName });
    if (errors?.length) {
      const placeOf = entities ? entityPlaces(run, path, entities) : (inner: Place) => [...path, ...inner];
      for (const error of errors) {
        const inner = error.path?.map((step) => asked.get(step) ?? step);
        run.errors.push(subgraphError(error, serviceName, inner && placeOf(inner)));
      }
    }
    return data as FormattedExecutionResult['data'] as ResponseData | null | undefined;
  };
}

/** What the client calls the fields that the planner renamed in a fetch. */
function askedNames({ outputRewrites = [] }: FetchNode): ReadonlyMap<unknown, string> {
  return new Map(
    outputRewrites.flatMap((rewrite) =>
      rewrite.kind === 'KeyRenamer' ? [[rewrite.path.at(-1), rewrite.renameKeyTo]] : [],
    ),
  );
}

/** Finds the place in the response of an error whose path begins with `_entities` and the index of one that was asked for. */
function entityPlaces(run: PlanRun, path: PlanScope['path'], { known }: Entities): (inner: Place) => Place {
  let places: readonly Place[] | undefined;
  return (inner) => {
    if (typeof inner[1] !== 'number') return [...path, ...inner];
    places ??= placesOf(known, run.data, path);
    return [...(places[inner[1]] ?? []), ...inner.slice(2)];
  };
}
