import type { FetchNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fetchesOf, operationOf, type PlacedFetch, responseNameOf } from '../planning/plan-fetches.js';

/** Names of object types by the steps of a path, of the objects that have the fields on it; undefined where any type will do. */
export type TypesOnPath = readonly (ReadonlySet<string> | undefined)[];

/** An operation, as clients write it. */
export interface Asked {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** More ways than this to one fetch are not told apart. */
const mostWays = 20;

/**
 * The fetches of entities of which a client wants something only below objects of some types, and these. A plan has the path of a
 * fetch without types: `review.product` is of users' reviews and of anonymous ones, although `c` may be asked of one kind alone. What
 * another fetch needs is wanted below any.
 */
export function wantedTypes(
  schema: GraphQLSchema,
  { operation, fragments }: Asked,
  plan: QueryPlan,
): ReadonlyMap<FetchNode, readonly TypesOnPath[]> {
  const placed = fetchesOf(plan).filter(({ fetch }) => fetch.requires);
  const needed = new Set(placed.flatMap(({ fetch, path }) => requiredPaths(fetch.requires!, path)));
  const found = new Map<FetchNode, readonly TypesOnPath[]>();
  for (const { fetch, path } of placed) {
    const ways = new WaysTo(schema, fragments, path);
    ways.follow(operation.selectionSet, schema.getRootType(operation.operation));
    const types = typesFor({ fetch, path }, ways.byField, needed);
    if (types) found.set(fetch, types);
  }
  return found;
}

function typesFor(
  { fetch, path }: PlacedFetch,
  byField: ReadonlyMap<string, readonly TypesOnPath[]>,
  needed: ReadonlySet<string>,
): readonly TypesOnPath[] | undefined {
  const types: TypesOnPath[] = [];
  for (const name of entityFields(operationOf(fetch).definition.selectionSet)) {
    const ways = byField.get(name);
    if (!ways || needed.has([...path, name].join('.'))) return undefined;
    types.push(...ways);
  }
  const isAny = types.length === 0 || types.some((way) => way.every((step) => step === undefined));
  return isAny || types.length > mostWays ? undefined : types;
}

/** Where an operation was followed to. */
interface Position {
  readonly set: SelectionSetNode;
  readonly type: GraphQLCompositeType;
  /** The types that objects here may have, and those that the fragments around leave of them. */
  readonly possible: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly way: TypesOnPath;
}

/** The ways on which an operation comes to the fields of the objects at a path. */
class WaysTo {
  readonly byField = new Map<string, TypesOnPath[]>();
  /** Where it was already: fragments that spread each other hold a selection any number of times. */
  readonly #followed = new Map<SelectionSetNode, Set<string>>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Asked['fragments'],
    private readonly path: readonly string[],
  ) {}

  follow(set: SelectionSetNode, type: unknown, way: TypesOnPath = []): void {
    if (!isCompositeType(type)) return;
    const possible = this.#objectTypes(type);
    this.#within({ set, type, possible, types: possible, way });
  }

  #within(position: Position): void {
    if (this.#wasFollowed(position)) return;
    for (const selection of position.set.selections) {
      if (selection.kind === Kind.FIELD) this.#field(selection, position);
      else this.#fragment(selection, position);
    }
  }

  #field(field: FieldNode, { type, possible, types, way }: Position): void {
    const name = responseNameOf(field);
    if (way.length === this.path.length) {
      this.byField.set(name, [...(this.byField.get(name) ?? []), way]);
    } else if (field.selectionSet && name === this.path[way.length]) {
      const definition = 'getFields' in type && type.getFields()[field.name.value];
      const step = types.size === possible.size ? undefined : types;
      if (definition) this.follow(field.selectionSet, getNamedType(definition.type), [...way, step]);
    }
  }

  #fragment(selection: InlineFragmentNode | FragmentSpreadNode, position: Position): void {
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments[selection.name.value];
    if (!fragment) return;
    const { selectionSet: set, typeCondition } = fragment;
    if (!typeCondition) {
      this.#within({ ...position, set });
      return;
    }
    const type = this.schema.getType(typeCondition.name.value);
    if (!isCompositeType(type)) return;
    const within = this.#objectTypes(type);
    this.#within({
      ...position,
      set,
      type,
      types: new Set([...position.types].filter((one) => within.has(one))),
    });
  }

  #wasFollowed({ set, types, way }: Position): boolean {
    const key = JSON.stringify([...way, types].map((step) => step && [...step]));
    const known = this.#followed.get(set) ?? new Set();
    if (known.has(key)) return true;
    this.#followed.set(set, known.add(key));
    return false;
  }

  #objectTypes(type: GraphQLCompositeType): ReadonlySet<string> {
    return new Set(
      isAbstractType(type) ? this.schema.getPossibleTypes(type).map(({ name }) => name) : [type.name],
    );
  }
}

/** The fields that a fetch asks of entities, by their names in the answer. */
function entityFields({ selections }: SelectionSetNode): string[] {
  const within = (set: SelectionSetNode): string[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) return within(selection.selectionSet);
      return selection.kind === Kind.FIELD ? [responseNameOf(selection)] : [];
    });
  return selections
    .flatMap((entities) =>
      entities.kind === Kind.FIELD && entities.selectionSet ? within(entities.selectionSet) : [],
    )
    .filter((name) => name !== '__typename');
}

function requiredPaths(selections: readonly QueryPlanSelectionNode[], path: readonly string[]): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return requiredPaths(selection.selections, path);
    const here = [...path, selection.alias ?? selection.name];
    return [here.join('.'), ...requiredPaths(selection.selections ?? [], here)];
  });
}
