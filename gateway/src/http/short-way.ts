import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import type { Logger } from '@ketqua/platform';
import { getVariableValues } from 'graphql';
import type { OperationResult } from '../execution/compile-operation.js';
import { askingIn, executeTexts } from '../execution/execute-compiled.js';
import type { KnownOperation } from '../execution/known-operations.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { limits } from '../limits/limits.js';
import type { KnownAnswer } from '../operations/request-context.js';
import type { Asking } from '../sources/ask-subgraph.js';
import type { SupergraphState } from '../supergraph/supergraph-state.js';
import type { Supergraphs } from '../supergraph/supergraphs.js';
import type { Exchange } from './exchange.js';
import type { AskedBody } from './trusted-document.js';

/** What the short way needs. */
interface ShortWay {
  readonly supergraphs: Supergraphs;
  readonly settings: GatewaySettings;
  readonly log: Logger;
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * Answers a query that Apollo Server has parsed, validated and answered before, without asking it again. Only what is plain
 * goes this way: whatever is to be refused, and whatever has errors, is said by Apollo Server.
 * @returns `sent`, or what the subgraphs answered where there are errors in it, or undefined where none was asked.
 */
export async function knownAnswer(
  { supergraphs, settings, log }: ShortWay,
  exchange: Exchange,
  body: AskedBody,
  asking: Asking,
): Promise<'sent' | KnownAnswer | undefined> {
  if (settings.shortWay === false || !exchange.acceptedType) return undefined;
  const state = supergraphs.current;
  const asked = plainRequest(body);
  const operation = asked && state.answered.find(asked.query, asked.operationName);
  if (!operation || !isWithinLimits(operation, settings)) return undefined;
  const { planned, compiled } = operation;
  const { variables } = asked;
  if (!areFit(state, operation, variables) || !compiled.canDecide(variables)) return undefined;
  state.planFound();
  const answer = state.isIsomorphic
    ? await executeTexts(state, compiled, variables, asking, log)
    : jsonOf(await compiled.execute(variables, askingIn(state, asking, log)));
  if (typeof answer !== 'string') return { state, result: answer as GatewayExecutionResult };
  const { name } = planned.definition;
  if (name) exchange.outcome.operation = name.value;
  exchange.outcome.kind = 'query';
  // As Apollo Server says it: nothing of it may be kept.
  exchange.addHeader('cache-control', 'no-store');
  const encoding = state.isIsomorphic ? 'latin1' : 'utf8';
  exchange.send(200, `${exchange.acceptedType}; charset=utf-8`, answer, encoding);
  return 'sent';
}

/** The JSON of a result where there is nothing to tell but data. */
function jsonOf(result: OperationResult): string | OperationResult {
  const { data, errors, extensions } = result;
  return errors || extensions || !data ? result : JSON.stringify({ data });
}

interface PlainRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Variables;
}

const none: Variables = {};

/** A request in which everything has its form; undefined where something has not, or asks for more than an answer. */
function plainRequest({ query, operationName, variables, extensions }: AskedBody): PlainRequest | undefined {
  if (typeof query !== 'string') return undefined;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    return undefined;
  }
  if (!isRecordOrNothing(variables) || !isRecordOrNothing(extensions)) return undefined;
  if (extensions && 'persistedQuery' in extensions) return undefined;
  return { query, operationName: operationName ?? undefined, variables: variables ?? none };
}

function isRecordOrNothing(value: unknown): value is Variables | null | undefined {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}

/** What may cost too much with some variables is judged with these, by Apollo Server's plugin. */
function isWithinLimits({ highestCost }: KnownOperation, { isGuarded }: GatewaySettings): boolean {
  return !isGuarded || highestCost <= limits.cost;
}

function areFit(state: SupergraphState, { planned }: KnownOperation, variables: Variables): boolean {
  const definitions = planned.definition.variableDefinitions;
  if (!definitions?.length) return true;
  return getVariableValues(state.schema, definitions, variables).errors === undefined;
}
