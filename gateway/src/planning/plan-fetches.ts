import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { operationIn } from '../operations/operation-in.js';

/** Changes a fetch of a plan; several that take its place are done at once. */
export type FetchChange = (fetch: FetchNode, path: readonly string[]) => readonly FetchNode[];

/** A plan whose fetches are others. A change is told where in the answer a fetch works: response names without indices. */
export function withFetches({ kind, node }: QueryPlan, change: FetchChange): QueryPlan {
  if (!node) return { kind };
  if (node.kind !== 'Subscription') return { kind, node: together(changed(node, change, [])) };
  const { rest } = node;
  const [primary] = change(node.primary, []);
  return {
    kind,
    node: {
      ...node,
      primary: primary!,
      ...(rest && { rest: together(changed(rest, change, [])) }),
    },
  };
}

/** A fetch, and where in the answer it works. */
export interface PlacedFetch {
  readonly fetch: FetchNode;
  readonly path: readonly string[];
}

/** The fetches of a plan. */
export function fetchesOf(plan: QueryPlan): PlacedFetch[] {
  const found: PlacedFetch[] = [];
  withFetches(plan, (fetch, path) => {
    found.push({ fetch, path });
    return [fetch];
  });
  return found;
}

function changed(node: PlanNode, change: FetchChange, path: readonly string[]): readonly PlanNode[] {
  const one = (inner: PlanNode) => together(changed(inner, change, path));
  switch (node.kind) {
    case 'Fetch':
      return change(node, path);
    case 'Flatten': {
      const place = [...path, ...node.path.map(String).filter((step) => step !== '@')];
      return changed(node.node, change, place).map((inner) => ({ ...node, node: inner }));
    }
    case 'Parallel':
      return [{ ...node, nodes: node.nodes.flatMap((inner) => changed(inner, change, path)) }];
    case 'Sequence':
      return [{ ...node, nodes: node.nodes.map(one) }];
    case 'Condition': {
      const { ifClause, elseClause } = node;
      return [
        {
          ...node,
          ...(ifClause && { ifClause: one(ifClause) }),
          ...(elseClause && { elseClause: one(elseClause) }),
        },
      ];
    }
    default:
      return [node];
  }
}

function together(nodes: readonly PlanNode[]): PlanNode {
  return nodes.length === 1 ? nodes[0]! : { kind: 'Parallel', nodes: [...nodes] };
}

/** What a fetch asks its subgraph for. */
export function operationOf({ operation }: FetchNode): {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
} {
  const document = parse(operation, { noLocation: true });
  return { document, definition: operationIn({ document }).definition };
}

/** What the planner ends an alias with that it gives of its own, and takes away again. */
const plannersAlias = /__alias_\d+$/;

/** The name of a field in the answer. */
export function responseNameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value.replace(plannersAlias, '');
}

/** The selections of a fetch of entities with others of what is asked of those; the same where none changes. */
export function inEntities(
  set: SelectionSetNode,
  change: (asked: SelectionSetNode) => SelectionSetNode,
): SelectionSetNode {
  let isChanged = false;
  const selections = set.selections.map((entities) => {
    if (entities.kind !== Kind.FIELD || !entities.selectionSet) return entities;
    const selectionSet = change(entities.selectionSet);
    if (selectionSet === entities.selectionSet) return entities;
    isChanged = true;
    return { ...entities, selectionSet };
  });
  return isChanged ? { ...set, selections } : set;
}

/** A fetch that asks for something else; of the variables that the document defines, it is given those that it uses. */
export function withOperation(fetch: FetchNode, document: DocumentNode): FetchNode {
  const used = new Set<string>();
  visit(operationIn({ document }).definition.selectionSet, {
    Variable({ name }) {
      used.add(name.value);
    },
  });
  const needed = visit(document, {
    VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? undefined : null),
  });
  const { operationDocumentNode, variableUsages, ...rest } = fetch;
  return {
    ...rest,
    operation: stripIgnoredCharacters(print(needed)),
    ...(operationDocumentNode && { operationDocumentNode: needed }),
    variableUsages: [...used].filter((name) => name !== 'representations'),
  };
}
