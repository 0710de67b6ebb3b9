import type { QueryPlan } from '@apollo/query-planner';
import { type DirectiveNode, Kind, type SelectionSetNode } from 'graphql';
import { type AskedDocument, operationIn } from '../operations/operation-in.js';
import { notPlannable } from './not-plannable.js';
import { fetchesOf, operationOf } from './plan-fetches.js';

/**
 * Refuses an operation of which a root field stands in no fetch of its plan: no subgraph can answer it, and Apollo's planner
 * leaves it out without a word, which would be told as null.
 * @throws GraphQLError that names the fields.
 */
export function refuseUnplanned(asked: AskedDocument, plan: QueryPlan): void {
  const roots = fetchesOf(plan).filter(({ fetch }) => !fetch.requires);
  const planned = new Set(roots.flatMap(({ fetch }) => rootNames(operationOf(fetch))));
  const names = rootNames(asked).filter((name) => !name.startsWith('__') && !planned.has(name));
  if (!names.length) return;
  throw notPlannable(asked, `No subgraph can answer ${names.join(', ')} as it is asked for`);
}

/** The names at the root of an operation's answer; those of introspection by their fields. */
function rootNames(asked: AskedDocument): string[] {
  const { definition, fragments } = operationIn(asked);
  const namesIn = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((selection) => {
      if (isNeverIncluded(selection.directives)) return [];
      if (selection.kind === Kind.FIELD) {
        const { alias, name } = selection;
        return [name.value.startsWith('__') ? name.value : (alias ?? name).value];
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      return fragment ? namesIn(fragment.selectionSet) : [];
    });
  return namesIn(definition.selectionSet);
}

function isNeverIncluded(directives: readonly DirectiveNode[] = []): boolean {
  return directives.some(({ name, arguments: given = [] }) => {
    if (name.value !== 'skip' && name.value !== 'include') return false;
    const condition = given[0]?.value;
    return condition?.kind === Kind.BOOLEAN && condition.value === (name.value === 'skip');
  });
}
