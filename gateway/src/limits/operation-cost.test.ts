import { readFileSync } from 'node:fs';
import { buildSchema, OperationTypeNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { limits } from './limits.js';
import { operationCost } from './operation-cost.js';

const schema = buildSchema(readFileSync(new URL('../../../schema/api.graphql', import.meta.url), 'utf8'));

function costOf(query: string): number {
  const document = parse(query);
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition' || operation.operation !== OperationTypeNode.QUERY) {
    throw new Error('not a query');
  }
  return operationCost(document, operation, undefined, schema);
}

/** As the page of an officer would ask for it, were there no GET /trust-bundle. */
const bundle = `trustBundle { issuedAt version maxAge signature document
  keys { kid algorithm country notBefore notAfter revoked usages publicKey status }
  rules { identifier ruleSet jurisdiction rule } valueSets { id hash values }
  status { lists { shard first length list } revocations { country kid hashType hashes } } }`;

describe('the cost of the trust bundle', () => {
  it('is that of its hundreds of keys: asked for once it is allowed, under every alias it is not', () => {
    expect(costOf(`{ ${bundle} }`)).toBeLessThan(limits.cost / 4);
    const aliases = Array.from({ length: 10 }, (_, n) => `b${n}: ${bundle}`).join(' ');
    expect(costOf(`{ ${aliases} }`)).toBeGreaterThan(limits.cost);
  });

  it('stands beside that of pages, which is counted at their size', () => {
    expect(costOf('{ labs(first: 50) { edges { node { id } } } }')).toBe(1 + 50 * 3);
    expect(costOf('{ me { id } }')).toBe(2);
  });
});

describe('the cost of a page of which nobody said the size', () => {
  it('is that of the page which the schema gives then, also in fragments and below other pages', () => {
    expect(costOf('{ labs { edges { node { id } } } }')).toBe(1 + 50 * 3);
    expect(
      costOf(
        '{ ...Q } fragment Q on Query { ... { labs { ...L } } } fragment L on LabConnection { edges { node { id } } }',
      ),
    ).toBe(1 + 50 * 3);
    const nested = '{ me { citizen { people { results { edges { node { id } } } } } } }';
    expect(costOf(nested)).toBe(1 + 1 + 1 + 1 + 20 * 3);
    expect(costOf('{ submission(id: "1") { rows { index } } }')).toBe(1 + 1 + 100);
  });
});
