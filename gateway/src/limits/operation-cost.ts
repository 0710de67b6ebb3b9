import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { limits } from './limits.js';

/** Pages are cut to this by the subgraphs, whatever is asked for. */
const largestPage = 100;

/** Fields that are drawn when they are asked for, under whatever alias. */
const drawn: ReadonlySet<string> = new Set(['svg', 'png', 'slip']);

/** Fields without pages, of which everything below stands for hundreds. */
const large: ReadonlySet<string> = new Set(['trustBundle']);

type Variables = Record<string, unknown> | undefined;

/**
 * Counts the fields that an operation may have to answer: what stands below a page of `first: n` counts n times,
 * whether n is written or given as a variable. What is drawn counts for what it takes.
 */
export function operationCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, number>();
  const costOfSet = (set: SelectionSetNode): number => {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += costOfField(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) cost += costOfSet(selection.selectionSet);
      else cost += costOfFragment(selection.name.value);
    }
    return cost;
  };
  const costOfField = (field: FieldNode): number => {
    if (!field.selectionSet) return drawn.has(field.name.value) ? limits.drawing : 1;
    return 1 + pageOf(field, variables) * costOfSet(field.selectionSet);
  };
  const costOfFragment = (name: string): number => {
    const cost = known.get(name);
    if (cost !== undefined) return cost;
    known.set(name, 0);
    const fragment = fragments.get(name);
    const counted = fragment ? costOfSet(fragment.selectionSet) : 0;
    known.set(name, counted);
    return counted;
  };
  return costOfSet(operation.selectionSet);
}

function pageOf(field: FieldNode, variables: Variables): number {
  const argument = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last');
  if (!argument) return large.has(field.name.value) ? largestPage : 1;
  const { value } = argument;
  const asked =
    value.kind === Kind.INT
      ? Number(value.value)
      : value.kind === Kind.VARIABLE
        ? Number(variables?.[value.name.value] ?? largestPage)
        : 1;
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 1), largestPage) : 1;
}

/** @throws GraphQLError OPERATION_TOO_COSTLY */
export function refuseCostly(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): void {
  if (operationCost(document, operation, variables) <= limits.cost) return;
  throw new GraphQLError('The operation asks for too much at once: ask for smaller pages', {
    extensions: { code: 'OPERATION_TOO_COSTLY', http: { status: 400 } },
  });
}
