import { type Audit, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestGateway } from '../testing/test-gateway.js';

/** A document in an address stands in logs of proxies, with the identifiers in it: GET is refused. */
const refusedOnPurpose = ['5A70', '6A70', 'D6D5'];

describe.each([
  ['before documents that it knows', true],
  ['before Apollo Server alone', false],
])('the GraphQL-over-HTTP audit, %s,', (_, shortWay) => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await TestGateway.open('in-process', { shortWay });
    // The audit asks one document over and over.
    await test.post('{ __typename }');
  });
  afterAll(() => test.close());
  const audits: Audit[] = serverAudits({ url: () => test.url, fetchFn: fetch });

  it('finds no MUST, no SHOULD and no MAY unmet but that nothing is asked by GET', async () => {
    const unmet: string[] = [];
    for (const { id, name, fn } of audits) {
      const result = await fn();
      if (result.status !== 'ok') unmet.push(`${id} ${name}: ${result.reason}`);
      if ('response' in result) await result.response.body?.cancel();
    }
    expect(unmet.filter((line) => !refusedOnPurpose.includes(line.slice(0, 4)))).toEqual([]);
    expect(audits.length).toBeGreaterThanOrEqual(60);
  });
});
