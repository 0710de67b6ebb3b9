import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

/** A document, and which of its operations is asked for. */
export interface AskedDocument {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
}

/** The operation that is asked for, and the fragments of its document by name. @throws GraphQLError where there is no such operation. */
export function operationIn({ document, operationName }: AskedDocument): {
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
} {
  const definition = getOperationAST(document, operationName);
  if (!definition) throw new GraphQLError('The document names no such operation');
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  return { definition, fragments };
}
