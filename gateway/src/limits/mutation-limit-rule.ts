import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { limits } from './limits.js';

/** Refuses a mutation with more root fields than allowed: under aliases, in fragments or as they are. */
export function mutationLimitRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      if (operation.operation !== OperationTypeNode.MUTATION) return;
      if (rootFields(context, operation.selectionSet) <= limits.mutations) return;
      context.reportError(
        new GraphQLError(`A document may hold at most ${limits.mutations} mutations`, { nodes: operation }),
      );
    },
  };
}

/** Counts root fields as often as they are spread; each fragment is counted out once. */
function rootFields(context: ValidationContext, operation: SelectionSetNode): number {
  const known = new Map<string, number>();
  const count = (set: SelectionSetNode): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + count(selection.selectionSet);
      return sum + countFragment(selection.name.value);
    }, 0);
  const countFragment = (name: string): number => {
    const counted = known.get(name);
    if (counted !== undefined) return counted;
    known.set(name, 0);
    const fragment = context.getFragment(name);
    const fields = fragment ? count(fragment.selectionSet) : 0;
    known.set(name, fields);
    return fields;
  };
  return count(operation);
}
