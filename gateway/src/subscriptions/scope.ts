import { createHash } from 'node:crypto';
import type { Caller } from '@ketqua/platform';
import type { SubscriptionPlan } from './subscription-planner.js';

/**
 * What a subscription's events depend on besides what was asked: all that a subgraph is told of who asks. Two callers of
 * one scope may see the same, whatever a subgraph judges by.
 */
export interface Scope {
  readonly key: string;
  /** The caller as subgraphs are told of a stream that several read: nothing in it is one reader's own. */
  readonly caller: Caller;
}

/** @param epoch when the roles of the viewer's account were changed last, as far as is known. */
export function scopeOf({ viewer, locale, requestId }: Caller, epoch: number): Scope {
  return {
    key: JSON.stringify([viewer, locale, epoch]),
    caller: { viewer, locale, address: '', requestId },
  };
}

/**
 * Subscriptions of one key get the same events. Where a client begins is its own, if the subgraph's streams can be joined
 * anywhere; other subgraphs are asked for it, by each.
 */
export function shareKey(
  { state, hash, asked, planned, primary, resumption }: SubscriptionPlan,
  variables: Readonly<Record<string, unknown>> = {},
  scope: Scope,
): string {
  const ownVariable = state.source(primary.serviceName).tellsPlaces ? resumption?.clientVariable : undefined;
  const given = (planned.definition.variableDefinitions ?? [])
    .map(({ variable }) => variable.name.value)
    // Null is a value; what is not given has its default.
    .filter((name) => name !== ownVariable && variables[name] !== undefined)
    .map((name) => [name, variables[name]]);
  const parts = [state.id, hash, asked.operationName ?? null, given, scope.key];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
