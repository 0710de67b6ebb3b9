import {
  type DirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';

/** A type of a supergraph that has fields. */
export type TypeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/** A supergraph whose object types and interfaces are others. */
export function eachType(
  supergraph: DocumentNode,
  change: (type: TypeWithFields) => TypeWithFields,
): DocumentNode {
  return {
    ...supergraph,
    definitions: supergraph.definitions.map((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? change(node)
        : node,
    ),
  };
}

/** What a directive selects of a type, as a fragment. */
export function selectionOn(type: string, fields: string): DocumentNode {
  return parse(`fragment Selected on ${type} { ${fields} }`, { noLocation: true });
}

/** A type in a subgraph, by their names. */
export function place(type: string, graph: string): string {
  return `${type} ${graph}`;
}

/** The arguments of a directive of that name, of strings, enums and booleans; none of another directive. */
export function argumentsOf(node: DirectiveNode, name: string): Record<string, string | undefined> {
  if (node.name.value !== name) return {};
  return Object.fromEntries(
    (node.arguments ?? []).flatMap(({ name: { value: key }, value }) => {
      if (value.kind === Kind.STRING || value.kind === Kind.ENUM) return [[key, value.value]];
      return value.kind === Kind.BOOLEAN && value.value ? [[key, 'true']] : [];
    }),
  );
}
