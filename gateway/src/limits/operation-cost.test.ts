import { OperationTypeNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { limits } from './limits.js';
import { operationCost } from './operation-cost.js';

function costOf(query: string): number {
  const document = parse(query);
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition' || operation.operation !== OperationTypeNode.QUERY) {
    throw new Error('not a query');
  }
  return operationCost(document, operation, undefined);
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
