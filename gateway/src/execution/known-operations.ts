import { type LRU, lru } from 'tiny-lru';
import { operationCost } from '../limits/operation-cost.js';
import type { PlannedOperation, SupergraphState } from '../supergraph/supergraph-state.js';
import type { CompiledOperation } from './compile-operation.js';
import { compiledOf } from './execute-compiled.js';

/** A query that was answered before: its document was valid under every rule, and it is compiled. */
export interface KnownOperation {
  readonly operationName: string | undefined;
  readonly planned: PlannedOperation;
  readonly compiled: CompiledOperation;
  /** What it costs at most, whatever its variables say. */
  readonly highestCost: number;
}

/** How many texts are remembered, and of which length at most: strangers send them. */
const rememberedTexts = 1_000;
const longestText = 8_192;

/** The queries of one supergraph that were answered before, by their text and the operation that was meant. */
export class KnownOperations {
  readonly #byText: LRU<readonly KnownOperation[]> = lru(rememberedTexts);

  find(text: string, operationName: string | undefined): KnownOperation | undefined {
    const known = text.length <= longestText ? this.#byText.get(text) : undefined;
    return known?.find((each) => each.operationName === operationName);
  }

  /** Remembers an operation, where it is a query that can be answered by its compiled form. */
  note(
    state: SupergraphState,
    text: string,
    operationName: string | undefined,
    planned: PlannedOperation,
  ): void {
    const { definition, document } = planned;
    if (definition.operation !== 'query' || text.length > longestText) return;
    if (this.find(text, operationName)) return;
    const compiled = compiledOf(state, planned);
    if (!compiled) return;
    const highestCost = operationCost(document, definition, undefined, state.schema);
    const operation = { operationName, planned, compiled, highestCost };
    this.#byText.set(text, [...(this.#byText.get(text) ?? []), operation]);
  }
}
