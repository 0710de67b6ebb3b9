import type { Logger } from '@ketqua/platform';
import { type Asking, askForText, askSubgraph } from '../sources/ask-subgraph.js';
import type { PlannedOperation, SupergraphState } from '../supergraph/supergraph-state.js';
import { CompiledOperation, type OperationResult } from './compile-operation.js';
import type { PlanRun, Variables } from './plan-run.js';

const compiled = new WeakMap<PlannedOperation, CompiledOperation | null>();

/** The compiled form of an operation, made once; null where there is none. */
export function compiledOf(state: SupergraphState, planned: PlannedOperation): CompiledOperation | null {
  let known = compiled.get(planned);
  if (known === undefined) {
    known = CompiledOperation.compile(state, planned) ?? null;
    compiled.set(planned, known);
  }
  return known;
}

/** Executes an operation by its compiled plan; undefined where only the reference can, and nothing has been asked yet. */
export function executeCompiled(
  state: SupergraphState,
  planned: PlannedOperation,
  variables: Variables,
  asking: Asking,
  log: Logger,
): Promise<OperationResult> | undefined {
  const operation = compiledOf(state, planned);
  if (!operation?.canDecide(variables)) return undefined;
  return operation.execute(variables, askingIn(state, asking, log));
}

/** How a compiled operation asks the subgraphs of a supergraph. */
export function askingIn(state: SupergraphState, asking: Asking, log: Logger): PlanRun['ask'] {
  return (name, request) => askSubgraph(state.source(name), request, asking, log);
}

/**
 * Executes an operation on texts, or on what is parsed of them where they are not plain. Isomorphic JSON, or a result where there is
 * more to tell than data.
 */
export async function executeTexts(
  state: SupergraphState,
  operation: CompiledOperation,
  variables: Variables,
  { caller, patience }: Asking,
  log: Logger,
): Promise<string | OperationResult> {
  const asking: Asking = { caller, patience, isIsomorphic: true, answered: [] };
  if (state.givesTexts) {
    const text = await operation.executeText(variables, (name, body, entities) =>
      askForText(state.source(name), body, entities, asking),
    );
    if (text !== undefined) return text;
  }
  return operation.executeIsomorphic(variables, askingIn(state, asking, log));
}
