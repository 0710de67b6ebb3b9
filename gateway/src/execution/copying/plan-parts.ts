import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type FieldNode, Kind, parse } from 'graphql';
import { plainFields } from './text-scans.js';

/** A fetch of entities, as the plan has it. */
export interface PlannedEntities {
  readonly fetch: FetchNode;
  readonly path: string;
}

/** A plan of one root fetch, and of fetches that complete what it tells of. */
export interface PlanParts {
  readonly root: FetchNode;
  readonly fetches: readonly PlannedEntities[];
  readonly steps: readonly (readonly number[])[];
}

/** The parts of a plan; undefined where it has others. */
export function partsOf(plan: PlanNode): PlanParts | undefined {
  const [root, ...rest] = plan.kind === 'Sequence' ? plan.nodes : [plan];
  if (root?.kind !== 'Fetch' || root.requires || isRewritten(root)) return undefined;
  const fetches: PlannedEntities[] = [];
  const steps: number[][] = [];
  for (const step of rest) {
    const places: number[] = [];
    for (const node of step.kind === 'Parallel' ? step.nodes : [step]) {
      if (node.kind !== 'Flatten' || node.node.kind !== 'Fetch' || isRewritten(node.node)) return undefined;
      places.push(fetches.push({ fetch: node.node, path: pathKey(node.path) }) - 1);
    }
    steps.push(places);
  }
  return { root, fetches, steps };
}

function isRewritten({ inputRewrites, outputRewrites, contextRewrites }: FetchNode): boolean {
  return Boolean(inputRewrites?.length || outputRewrites?.length || contextRewrites?.length);
}

/** Where a fetch of entities works, to be compared. */
export function pathKey(path: readonly (string | number)[]): string {
  return path.join(' ');
}

/** The fields that a fetch selects at its root, where it selects fields alone. */
export function selectedBy(fetch: FetchNode): readonly FieldNode[] | undefined {
  const [definition, ...others] = parse(fetch.operation, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION || others.length) return undefined;
  return plainFields(definition.selectionSet.selections);
}

/** The fields that a fetch of entities selects, where those are of one type. */
export function entityFieldsOf(fetch: FetchNode, type: string): readonly FieldNode[] | undefined {
  const [entities] = selectedBy(fetch) ?? [];
  const [fragment, ...others] = entities?.selectionSet?.selections ?? [];
  if (fragment?.kind !== Kind.INLINE_FRAGMENT || others.length || fragment.directives?.length)
    return undefined;
  if (fragment.typeCondition?.name.value !== type) return undefined;
  return plainFields(fragment.selectionSet.selections);
}
