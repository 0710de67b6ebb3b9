import type { FetchNode } from '@apollo/query-planner';
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type VariableDefinitionNode,
  visit,
} from 'graphql';

type Variables = Readonly<Record<string, unknown>> | undefined;

/** How a stream is opened behind any event, and what its client gave for that. */
export interface Resumption {
  /** The operation that opens the stream, with a variable of the gateway's own for `after`. */
  readonly operation: string;
  /** The name of that variable. */
  readonly variable: string;
  /** The variable in which the client gives its cursor and nothing else; it decides on no event. */
  readonly clientVariable: string | undefined;
  /** The cursor behind which the client wants to begin. */
  cursorIn(variables: Variables): string | undefined;
}

/** The parts of a subscription that say where it begins. */
interface Asked {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly primary: FetchNode;
}

/** How a subscription is resumed; undefined where its root field takes no `after`. */
export function resumptionOf({ schema, document, definition, primary }: Asked): Resumption | undefined {
  const opening = parse(primary.operation, { noLocation: true });
  const [root] = operationIn(opening)?.selectionSet.selections ?? [];
  if (root?.kind !== Kind.FIELD) return undefined;
  const taken = schema
    .getSubscriptionType()
    ?.getFields()
    [root.name.value]?.args.find(({ name }) => name === 'after');
  if (!taken || isNonNullType(taken.type) || String(taken.type) !== 'String') return undefined;
  let variable = 'ketqua_after';
  while (primary.operation.includes(`$${variable}`)) variable += '_';
  const given = root.arguments?.find(({ name }) => name.value === 'after');
  const name = given?.value.kind === Kind.VARIABLE ? given.value.name.value : undefined;
  return {
    operation: print(openedBehind(opening, root, variable)),
    variable,
    clientVariable: name !== undefined && usesOf(document, name) === 1 ? name : undefined,
    cursorIn: (variables) => cursorOf(given, definition.variableDefinitions ?? [], variables),
  };
}

function operationIn({ definitions }: DocumentNode): OperationDefinitionNode | undefined {
  return definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION);
}

/** Lets the root field take its cursor from another variable. */
function openedBehind(document: DocumentNode, root: FieldNode, variable: string): DocumentNode {
  const after: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'after' },
    value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
  };
  const others = root.arguments?.filter(({ name }) => name.value !== 'after') ?? [];
  const changed = visit(document, {
    Field: (node) => (node === root ? { ...node, arguments: [...others, after] } : undefined),
  });
  const definition: VariableDefinitionNode = {
    kind: Kind.VARIABLE_DEFINITION,
    variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: variable } },
    type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'String' } },
  };
  return visit(changed, {
    OperationDefinition: (node) => ({
      ...node,
      variableDefinitions: [
        ...(node.variableDefinitions ?? []).filter((one) => usesOf(changed, one.variable.name.value) > 0),
        definition,
      ],
    }),
  });
}

/** How often a variable is used, its definition not counted. */
function usesOf(document: DocumentNode, name: string): number {
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable(node) {
      if (node.name.value === name) uses++;
    },
  });
  return uses;
}

function cursorOf(
  given: ArgumentNode | undefined,
  definitions: readonly VariableDefinitionNode[],
  variables: Variables,
): string | undefined {
  if (given?.value.kind === Kind.STRING) return given.value.value;
  if (given?.value.kind !== Kind.VARIABLE) return undefined;
  const name = given.value.name.value;
  const value = variables?.[name];
  if (typeof value === 'string') return value;
  if (value !== undefined) return undefined;
  const { defaultValue } = definitions.find(({ variable }) => variable.name.value === name) ?? {};
  return defaultValue?.kind === Kind.STRING ? defaultValue.value : undefined;
}
