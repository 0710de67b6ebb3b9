import type { Caller, Operation, Viewer } from '@ketqua/platform';
import { GraphQLError, getVariableValues } from 'graphql';
import { formatErrors } from '../errors/format-error.js';
import { refuseCostly } from '../limits/operation-cost.js';
import type { SupergraphState } from '../supergraph/supergraph-state.js';
import type { Supergraphs } from '../supergraph/supergraphs.js';
import { type Scope, scopeOf, shareKey } from './scope.js';
import { Share } from './share.js';
import { Subscriber } from './subscriber.js';
import { type SubscriptionPlan, SubscriptionPlanner } from './subscription-planner.js';
import type { OpenSubscription, SubscriptionReader } from './subscription-reader.js';
import type { EngineMeans } from './told-event.js';

/** A subscription that may be opened: its document is valid, within the limits, and planned. */
export interface PlannedSubscription {
  readonly plan: SubscriptionPlan;
  readonly operation: Operation;
  readonly caller: Caller;
}

/** What subscriptions are opened with. */
export interface FederatedSubscriptionsParts extends EngineMeans {
  readonly supergraphs: Supergraphs;
  /** When the roles of a viewer's account were changed last, as far as is known. */
  readonly epochOf: (viewer: Viewer) => number;
}

/**
 * Subscriptions over a supergraph: opened where the event happens, completed where the rest is known, and shared by all who
 * ask the same and may see the same. What carries them, a socket or another thing, is its reader's.
 */
export class FederatedSubscriptions {
  readonly #planners = new WeakMap<SupergraphState, SubscriptionPlanner>();
  readonly #shares = new Map<string, Share>();

  constructor(private readonly parts: FederatedSubscriptionsParts) {
    parts.supergraphs.onLoad(() => this.#move());
    parts.metrics.shares = () => this.#shares.size;
  }

  /** Judges an operation before any work is done for it. */
  prepare(operation: Operation, caller: Caller): PlannedSubscription | readonly GraphQLError[] {
    const { query, variables, operationName } = operation;
    const plan = this.#planner(this.parts.supergraphs.current).plan(query, operationName);
    if (!('primary' in plan)) return plan;
    const { document, definition } = plan.planned;
    const { errors } = getVariableValues(
      plan.state.schema,
      definition.variableDefinitions ?? [],
      variables ?? {},
      { maxErrors: 5 },
    );
    if (errors) {
      return errors.map(
        ({ message }) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } }),
      );
    }
    try {
      refuseCostly(document, definition, variables, plan.state.schema);
    } catch (error) {
      return [error as GraphQLError];
    }
    return { plan, operation: keptOf(plan, operation), caller };
  }

  /** Opens a subscription for a reader, which is told everything from now on, a refusal too. */
  open({ plan, operation, caller }: PlannedSubscription, reader: SubscriptionReader): OpenSubscription {
    const scope = scopeOf(caller, this.parts.epochOf(caller.viewer));
    const share = this.#shareOf(plan, operation, scope);
    const source = plan.state.source(plan.primary.serviceName);
    const after = source.tellsPlaces ? plan.resumption?.cursorIn(operation.variables) : undefined;
    const subscriber = new Subscriber(share, reader, after, this.parts);
    share.join(subscriber);
    void this.#log(share, plan, caller);
    return subscriber;
  }

  #shareOf(plan: SubscriptionPlan, operation: Operation, scope: Scope): Share {
    const { variables = {} } = operation;
    const key = shareKey(plan, variables, scope);
    let share = this.#shares.get(key);
    if (!share) {
      const opened = new Share(plan, { operation, variables, scope }, this.parts, () => this.#forget(opened));
      share = opened;
      this.#shares.set(key, share);
    }
    return share;
  }

  #forget(share: Share): void {
    const { variables, scope } = share.shared;
    const key = shareKey(share.plan, variables, scope);
    if (this.#shares.get(key) === share) this.#shares.delete(key);
  }

  /** Has each share go on under the supergraph that was loaded; one that has no meaning there ends. */
  #move(): void {
    const shares = [...this.#shares.values()];
    this.#shares.clear();
    for (const share of shares) {
      const { operation, variables, scope } = share.shared;
      const planned = this.prepare(operation, scope.caller);
      if ('plan' in planned) {
        this.#shares.set(shareKey(planned.plan, variables, scope), share);
        share.move(planned.plan);
      } else {
        share.end({ errors: formatErrors(planned, this.parts.log) });
      }
    }
  }

  async #log(share: Share, plan: SubscriptionPlan, { requestId, viewer }: Caller): Promise<void> {
    const isOpen = await share.opened;
    const operation = plan.planned.definition.name?.value;
    this.parts.log.info(
      { requestId, operation, kind: 'subscription', viewer: viewer.kind },
      isOpen ? 'subscription opened' : 'subscription refused',
    );
  }

  #planner(state: SupergraphState): SubscriptionPlanner {
    let planner = this.#planners.get(state);
    if (!planner) {
      planner = new SubscriptionPlanner(state);
      this.#planners.set(state, planner);
    }
    return planner;
  }
}

/** What is kept of an operation for as long as it is open: the text once for all, and no variable that it does not declare. */
function keptOf({ planned, text }: SubscriptionPlan, { variables, operationName }: Operation): Operation {
  const names = (planned.definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  const given = names.filter((name) => variables && Object.hasOwn(variables, name));
  return {
    query: text,
    variables: Object.fromEntries(given.map((name) => [name, variables![name]])),
    operationName,
  };
}
