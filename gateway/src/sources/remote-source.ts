import {
  type Caller,
  labOf,
  type Operation,
  type RequestSigner,
  signatureHeader,
  traceHeaders,
} from '@ketqua/platform';
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
import type { FormattedExecutionResult } from 'graphql';
import { isomorphicBody } from './isomorphic.js';
import { RemoteStreams } from './remote-streams.js';
import {
  type AnswerStrings,
  GivenUpError,
  NoAnswerError,
  SubgraphPool,
  type SubgraphRequest,
} from './subgraph-pool.js';
import { type Patience, type SubgraphSource, SubgraphUnavailableError } from './subgraph-source.js';
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
  /** Sends a body, as often as that may help, and takes what it is answered with. */
  const sending = async <Answer>(
    { body, caller, changes, patience }: Sent,
    answerTo: (request: SubgraphRequest) => Promise<Answer>,
  ): Promise<Answer> => {
    const { signal, until } = patience ?? {};
    const longest = labOf(caller.viewer) ? Math.max(deadline, labDeadline) : deadline;
    const end = Math.min(Date.now() + longest, until ?? Number.POSITIVE_INFINITY);
    const ask = async () => {
      const headers: Record<string, string> = { 'content-type': 'application/json', ...traceHeaders() };
      // Each time anew: a signature is good for one request.
      if (signer) headers[signatureHeader] = signer.sign(name, body, caller);
      const left = Math.max(end - Date.now(), 1);
      // What a mutation has begun is finished, also where its client is gone.
      return answerTo({ body, headers, deadline: left, ...(!changes && { signal }) });
    };
    try {
      return await (changes ? once : oftener).execute(ask);
    } catch (error) {
      throw new SubgraphUnavailableError(name, { cause: error });
    }
  };
  // It answers, if amiss: no reason to leave it alone.
  const resultOf = (answer: unknown, entities: number | undefined): FormattedExecutionResult => {
    const result = wellFormedResult(answer, entities);
    if (result) return result;
    const cause = new NoAnswerError('The answer is no GraphQL result of what was asked', false);
    throw new SubgraphUnavailableError(name, { cause });
  };
  const executing =
    (strings: AnswerStrings): SubgraphSource['execute'] =>
    async (operation, caller, patience) => {
      const sent = { body: bodyOf(operation, strings), caller, changes: isMutation(operation), patience };
      const answer = await sending(sent, (request) => pool.post(request, strings));
      return resultOf(answer, entitiesIn(operation));
    };
  return {
    name,
    execute: executing('text'),
    executeIsomorphic: executing('isomorphic'),
    async executeText(json, entities, caller, patience) {
      const sent = { body: Buffer.from(json, 'latin1'), caller, changes: false, patience };
      const { text, result } = await sending(sent, (request) => pool.postForText(request));
      return { text, result: () => resultOf(result(), entities) };
    },
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

/** What is sent, for whom, and for how long they wait. */
interface Sent {
  readonly body: string | Buffer;
  readonly caller: Caller;
  /** Whether it may change something: then it is sent once. */
  readonly changes: boolean;
  readonly patience: Patience | undefined;
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

/** How many entities an operation asks for, where it asks for some. */
function entitiesIn({ variables }: Operation): number | undefined {
  const representations = variables?.representations;
  return Array.isArray(representations) ? representations.length : undefined;
}

/** An operation as it is sent: isomorphic strings are bytes already. */
function bodyOf(operation: Operation, strings: AnswerStrings): string | Buffer {
  if (strings === 'isomorphic') return Buffer.from(isomorphicBody(operation), 'latin1');
  const { query, variables, operationName } = operation;
  return JSON.stringify({ query, ...(variables && { variables }), ...(operationName && { operationName }) });
}
