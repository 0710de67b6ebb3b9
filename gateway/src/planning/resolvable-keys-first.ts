import { type DirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

/**
 * Puts the keys that a subgraph resolves before those that it does not, in each type of a supergraph. Apollo's planner comes
 * back to a subgraph by the first of a type's keys there, also where that one is `resolvable: false`.
 */
export function resolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  const sorted = <Node extends { readonly directives?: readonly DirectiveNode[] | undefined }>(
    node: Node,
  ) => {
    const { directives = [] } = node;
    if (!directives.some(isUnresolvable)) return undefined;
    return {
      ...node,
      directives: [...directives].sort((a, b) => Number(isUnresolvable(a)) - Number(isUnresolvable(b))),
    };
  };
  return visit(supergraph, {
    ObjectTypeDefinition: sorted,
    InterfaceTypeDefinition: sorted,
  });
}

function isUnresolvable({ name, arguments: given = [] }: DirectiveNode): boolean {
  return (
    name.value === 'join__type' &&
    given.some(
      (argument) =>
        argument.name.value === 'resolvable' && argument.value.kind === Kind.BOOLEAN && !argument.value.value,
    )
  );
}
