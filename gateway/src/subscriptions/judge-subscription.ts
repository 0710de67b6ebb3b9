import type { Caller, Operation } from '@ketqua/platform';
import { GraphQLError } from 'graphql';
import { withoutSuggestions } from '../errors/format-error.js';
import type { GatewaySettings } from '../gateway-settings.js';
import { nestingProblem } from '../limits/nesting.js';
import type { RateLimits } from '../limits/rate-limits.js';
import type { TrustedDocuments } from '../operations/trusted-documents.js';
import type { FederatedSubscriptions, PlannedSubscription } from './federated-subscriptions.js';

/** A subscription as a client asks for it, over whatever carries it. */
export interface AskedSubscription {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
}

/** What a subscription is judged by before it is opened. */
export interface SubscriptionJudges {
  readonly subscriptions: FederatedSubscriptions;
  readonly documents?: TrustedDocuments | undefined;
  readonly rateLimits?: RateLimits | undefined;
  readonly settings: GatewaySettings;
}

/** Judges a subscription before any work is done for it: rates, trusted documents, nesting, validity and limits. */
export function judgeSubscription(
  payload: AskedSubscription,
  caller: Caller,
  { subscriptions, documents, rateLimits, settings }: SubscriptionJudges,
): PlannedSubscription | readonly GraphQLError[] {
  const refusal = rateLimits?.fromAddress(caller.address) ?? rateLimits?.ofViewer(caller.viewer);
  if (refusal) return [refusal];
  const problem = nestingProblem(payload);
  if (problem) return [new GraphQLError(problem, { extensions: { code: 'BAD_REQUEST' } })];
  const text = documents?.textOf(payload, caller.viewer) ?? payload.query;
  if (text instanceof GraphQLError) return [text];
  const operation: Operation = {
    query: text,
    variables: payload.variables ?? undefined,
    operationName: payload.operationName ?? undefined,
  };
  const planned = subscriptions.prepare(operation, caller);
  if ('plan' in planned || settings.introspection) return planned;
  return planned.map(withoutSuggestions);
}
