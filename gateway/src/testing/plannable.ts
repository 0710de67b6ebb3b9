import { createHash } from 'node:crypto';
import type { DocumentNode } from 'graphql';
import type { PlannedOperation, SupergraphState } from '../supergraph/supergraph-state.js';

/** The plan of a generated operation; undefined where the planner refuses it, which is then executed in no way. */
export function plannable(
  state: SupergraphState,
  query: string,
  document: DocumentNode,
): PlannedOperation | undefined {
  try {
    return state.plan(createHash('sha256').update(query).digest('hex'), document, undefined);
  } catch (error) {
    const { extensions } = error as { extensions?: { code?: unknown } };
    if (extensions?.code !== 'OPERATION_NOT_PLANNABLE') throw error;
    return undefined;
  }
}
