import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { limits } from './limits.js';

/** Arguments that say how many of a list are wanted. */
const sizes: ReadonlySet<string> = new Set(['first', 'last', 'count']);

/** Pages are cut to this by the subgraphs, whatever is asked for. */
const largestPage = 100;

/** Fields that are drawn when they are asked for, under whatever alias. */
const drawn: ReadonlySet<string> = new Set(['svg', 'png', 'slip']);

/** Fields without pages, of which everything below stands for hundreds. */
const large: ReadonlySet<string> = new Set(['trustBundle']);

type Variables = Record<string, unknown> | undefined;
type Type = GraphQLNamedType | null | undefined;
type Field = GraphQLField<unknown, unknown> | undefined;

/**
 * Counts the fields that an operation may have to answer: what stands below a page of `first: n` counts n times,
 * whether n is written, given as a variable, or left to the schema's default. What is drawn counts for what it takes.
 */
export function operationCost(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  schema: GraphQLSchema,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, number>();
  const costOfSet = (set: SelectionSetNode, type: Type): number => {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += costOfField(selection, fieldOf(type, selection));
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const { typeCondition, selectionSet } = selection;
        cost += costOfSet(selectionSet, typeCondition ? schema.getType(typeCondition.name.value) : type);
      } else cost += costOfFragment(selection.name.value);
    }
    return cost;
  };
  const costOfField = (field: FieldNode, definition: Field): number => {
    if (!field.selectionSet) return drawn.has(field.name.value) ? limits.drawing : 1;
    const below = definition && getNamedType(definition.type);
    return 1 + pageOf(field, definition, variables) * costOfSet(field.selectionSet, below);
  };
  const costOfFragment = (name: string): number => {
    const cost = known.get(name);
    if (cost !== undefined) return cost;
    known.set(name, 0);
    const fragment = fragments.get(name);
    const counted = fragment
      ? costOfSet(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value))
      : 0;
    known.set(name, counted);
    return counted;
  };
  return costOfSet(operation.selectionSet, schema.getRootType(operation.operation));
}

function fieldOf(type: Type, { name }: FieldNode): Field {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name.value] : undefined;
}

function pageOf(field: FieldNode, definition: Field, variables: Variables): number {
  const argument = field.arguments?.find(({ name }) => sizes.has(name.value));
  if (!argument && large.has(field.name.value)) return largestPage;
  const asked = argument ? sizeIn(argument.value, variables) : sizeLeftTo(definition);
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 1), largestPage) : 1;
}

function sizeIn(value: ValueNode, variables: Variables): number {
  if (value.kind === Kind.INT) return Number(value.value);
  return value.kind === Kind.VARIABLE ? Number(variables?.[value.name.value] ?? largestPage) : 1;
}

/** How large a page is that nobody asked to be of a size. */
function sizeLeftTo(definition: Field): number {
  const size = definition?.args.find(({ name }) => sizes.has(name));
  return typeof size?.defaultValue === 'number' ? size.defaultValue : 1;
}

/** @throws GraphQLError OPERATION_TOO_COSTLY */
export function refuseCostly(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
  schema: GraphQLSchema,
): void {
  if (operationCost(document, operation, variables, schema) <= limits.cost) return;
  throw new GraphQLError('The operation asks for too much at once: ask for smaller pages', {
    extensions: { code: 'OPERATION_TOO_COSTLY', http: { status: 400 } },
  });
}
