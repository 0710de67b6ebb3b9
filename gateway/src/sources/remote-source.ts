import { labOf, type Operation, type RequestSigner, signatureHeader, traceHeaders } from '@ketqua/platform';
import {
  CircuitState,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import { isomorphicOf } from './isomorphic.js';
import { RemoteStreams } from './remote-streams.js';
import { type AnswerStrings, GivenUpError, NoAnswerError, SubgraphPool } from './subgraph-pool.js';
import { type SubgraphSource, SubgraphUnavailableError } from './subgraph-source.js';
import { wellFormedResult } from './well-formed-result.js';

const readinessDeadline = 2_000;
/** A laboratory's file of 20,000 rows takes its time. */
const labDeadline = 180_000;

/** Where a subgraph is, and who signs what is sent to it. */
export interface RemoteSubgraph {
  readonly name: string;
  /** The address of its /graphql. */
  readonly url: string;
  /** Without one nothing is signed: the subgraph is not ours. */
  readonly signer?: RequestSigner | undefined;
  /** How long it may take to answer anybody but a laboratory, in milliseconds. */
  readonly deadline?: number;
}

/**
 * A subgraph over the network: POSTs on kept connections, signed, and one socket for all streams. A query whose
 * connection breaks is asked again, a mutation never; where most of the last requests had no answer, the next ones are
 * not sent for a moment.
 */
export function remoteSource({ name, url, signer, deadline = 10_000 }: RemoteSubgraph): SubgraphSource {
  const pool = new SubgraphPool(url, labDeadline, signer !== undefined);
  const streams = new RemoteStreams(name, url, signer);
  const { once, oftener, observe } = policies();
  const executing =
    (strings: AnswerStrings): SubgraphSource['execute'] =>
    async (operation, caller, { signal, until } = {}) => {
      const body = bodyOf(operation, strings);
      const patience = labOf(caller.viewer) ? Math.max(deadline, labDeadline) : deadline;
      const end = Math.min(Date.now() + patience, until ?? Number.POSITIVE_INFINITY);
      // What a mutation has begun is finished, also where its client is gone.
      const changes = isMutation(operation);
      const ask = async () => {
        const headers: Record<string, string> = { 'content-type': 'application/json', ...traceHeaders() };
        // Each time anew: a signature is good for one request.
        if (signer) headers[signatureHeader] = signer.sign(name, body, caller);
        const left = Math.max(end - Date.now(), 1);
        return pool.post({ body, headers, deadline: left, strings, ...(!changes && { signal }) });
      };
      try {
        const answer = await (changes ? once : oftener).execute(ask);
        // It answers, if amiss: no reason to leave it alone.
        const result = wellFormedResult(answer, operation.variables?.representations);
        if (!result) throw new NoAnswerError('The answer is no GraphQL result of what was asked', false);
        return result;
      } catch (error) {
        throw new SubgraphUnavailableError(name, { cause: error });
      }
    };
  return {
    name,
    execute: executing('text'),
    executeIsomorphic: executing('isomorphic'),
    tellsPlaces: signer !== undefined,
    subscribe: (operation, caller, signal) => streams.subscribe(operation, caller, signal),
    observe,
    ready: () => (signer ? isReady(pool) : answersGraphql(pool)),
    async close() {
      await streams.close();
      await pool.close();
    },
  };
}

/** Ours tell how they are; of any other it is enough that it answers. */
async function isReady(pool: SubgraphPool): Promise<boolean> {
  return pool.statusOf('/readyz', readinessDeadline).then(
    (status) => status === 200,
    () => false,
  );
}

async function answersGraphql(pool: SubgraphPool): Promise<boolean> {
  const body = JSON.stringify({ query: '{ __typename }' });
  const headers = { 'content-type': 'application/json' };
  return pool.post({ body, headers, deadline: readinessDeadline }).then(
    () => true,
    () => false,
  );
}

const circuitNames = {
  [CircuitState.Closed]: 'CLOSED',
  [CircuitState.HalfOpen]: 'HALF_OPEN',
  [CircuitState.Open]: 'OPEN',
  [CircuitState.Isolated]: 'OPEN',
} as const;

/** How a request is sent once, and how oftener; both know of the same circuit. */
function policies(): { once: IPolicy; oftener: IPolicy; observe: NonNullable<SubgraphSource['observe']> } {
  const unanswered = handleWhen((error) => !(error instanceof GivenUpError));
  const breaker = circuitBreaker(unanswered, {
    halfOpenAfter: new ExponentialBackoff({ initialDelay: 250, maxDelay: 5_000 }),
    breaker: new CountBreaker({ threshold: 0.5, size: 20, minimumNumberOfCalls: 5 }),
  });
  const passing = handleWhen((error) => error instanceof NoAnswerError && error.isPassing);
  const again = retry(passing, {
    maxAttempts: 2,
    backoff: new ExponentialBackoff({ initialDelay: 30, maxDelay: 200 }),
  });
  return {
    once: breaker,
    oftener: wrap(again, breaker),
    observe(meter) {
      again.onRetry(() => meter.retried());
      breaker.onStateChange((state) => meter.circuit(circuitNames[state]));
    },
  };
}

function isMutation({ query }: Operation): boolean {
  return /^\s*mutation\b/.test(query);
}

/** An operation as it is sent: isomorphic strings are bytes already. */
function bodyOf({ query, variables, operationName }: Operation, strings: AnswerStrings): string | Buffer {
  const rest = { ...(variables && { variables }), ...(operationName && { operationName }) };
  if (strings === 'text') return JSON.stringify({ query, ...rest });
  return Buffer.from(JSON.stringify({ query: isomorphicOf(query), ...rest }), 'latin1');
}
