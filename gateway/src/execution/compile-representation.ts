import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { mergeInto, own, type ResponseData } from './response-data.js';
import { typeCondition } from './type-conditions.js';

/** Takes of an object what another subgraph must be told of it; null where a part of it is missing. */
export type Representation = (value: ResponseData) => ResponseData | null;

type Step = (value: ResponseData, representation: ResponseData) => boolean;

/** Compiles what a fetch requires of an entity (Federation's `_Any`). */
export function compileRepresentation(
  schema: GraphQLSchema,
  selections: readonly QueryPlanSelectionNode[],
): Representation {
  const steps = selections.flatMap((selection) => compileStep(schema, selection));
  return (value) => {
    const representation: ResponseData = {};
    for (const step of steps) if (!step(value, representation)) return null;
    return representation;
  };
}

function compileStep(schema: GraphQLSchema, selection: QueryPlanSelectionNode): Step[] {
  if (selection.kind === 'InlineFragment') {
    if (!selection.typeCondition) return [];
    // Plans ask for no `__typename` where a type is certain: then it is of a type if it has what is asked of that.
    const isOfType = typeCondition(schema, selection.typeCondition, true);
    const inner = compileRepresentation(schema, selection.selections);
    return [
      (value, representation) => {
        if (isOfType(value)) mergeInto(representation, inner(value));
        return true;
      },
    ];
  }
  const name = selection.alias ?? selection.name;
  const inner = selection.selections && ofField(compileRepresentation(schema, selection.selections));
  return [
    (value, representation) => {
      const field = own(value, name);
      if (field === undefined) return false;
      representation[name] = inner ? inner(field) : field;
      return true;
    },
  ];
}

function ofField(inner: Representation): (field: unknown) => unknown {
  const ofOne = (field: unknown) => (field === null ? null : inner(field as ResponseData));
  return (field) => (Array.isArray(field) ? field.map(ofOne) : ofOne(field));
}
