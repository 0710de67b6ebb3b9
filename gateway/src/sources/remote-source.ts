import { labOf, type Operation, type RequestSigner, signatureHeader } from '@ketqua/platform';
import type { FormattedExecutionResult } from 'graphql';
import { Pool } from 'undici';
import { RemoteStreams } from './remote-streams.js';
import { type SubgraphSource, SubgraphUnavailableError } from './subgraph-source.js';

const maximalAnswer = 32 * 1024 * 1024;
const readinessDeadline = 2_000;
/** A laboratory's file of 20,000 rows takes its time. */
const labDeadline = 180_000;

/** Where a subgraph is, and who signs what is sent to it. */
export interface RemoteSubgraph {
  readonly name: string;
  /** The address of its /graphql. */
  readonly url: string;
  readonly signer: RequestSigner;
  /** How long it may take to answer anybody but a laboratory, in milliseconds. */
  readonly deadline?: number;
}

/** A subgraph over the network: signed POSTs on kept connections, and one socket for all streams. */
export function remoteSource({ name, url, signer, deadline = 10_000 }: RemoteSubgraph): SubgraphSource {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections: 64,
    // Each request has a deadline of its own.
    headersTimeout: labDeadline,
    bodyTimeout: labDeadline,
    connect: { timeout: Math.min(deadline, 5_000) },
    maxResponseSize: maximalAnswer,
  });
  const streams = new RemoteStreams(name, url, signer);
  return {
    name,
    async execute(operation, caller) {
      const body = JSON.stringify(bodyOf(operation));
      const signature = await signer.sign(name, body, caller);
      try {
        const patience = labOf(caller.viewer) ? Math.max(deadline, labDeadline) : deadline;
        return await post(pool, pathname, body, signature, patience);
      } catch (error) {
        throw new SubgraphUnavailableError(name, { cause: error });
      }
    },
    subscribe: (operation, caller, signal) => streams.subscribe(operation, caller, signal),
    async ready() {
      try {
        const { statusCode, body } = await pool.request({
          method: 'GET',
          path: '/readyz',
          signal: AbortSignal.timeout(readinessDeadline),
        });
        await body.dump();
        return statusCode === 200;
      } catch {
        return false;
      }
    },
    async close() {
      await streams.close();
      await pool.destroy();
    },
  };
}

function bodyOf({ query, variables, operationName }: Operation): Operation {
  return { query, ...(variables && { variables }), ...(operationName && { operationName }) };
}

async function post(
  pool: Pool,
  path: string,
  body: string,
  signature: string,
  deadline: number,
): Promise<FormattedExecutionResult> {
  const answer = await pool.request({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', [signatureHeader]: signature },
    body,
    signal: AbortSignal.timeout(deadline),
  });
  if (answer.statusCode !== 200) {
    await answer.body.dump();
    throw new Error(`The subgraph answered ${answer.statusCode}`);
  }
  const result: unknown = await answer.body.json();
  if (!result || typeof result !== 'object' || !('data' in result || 'errors' in result)) {
    throw new Error('The subgraph did not answer with a GraphQL result');
  }
  return result as FormattedExecutionResult;
}
