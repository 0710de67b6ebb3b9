import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  specifiedRules,
  validate,
} from 'graphql';
import { expect, it } from 'vitest';
import { limitRules } from './limit-rules.js';
import { limits } from './limits.js';
import { operationCost } from './operation-cost.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const schema = buildSchema(readFileSync(`${root}schema/api.graphql`, 'utf8'));

/** Every document that a platform in production executes for everybody. */
function documents(): [string, string][] {
  return globSync('schema/trusted-documents/*.json', { cwd: root }).flatMap((file) => {
    const { operations } = JSON.parse(readFileSync(`${root}${file}`, 'utf8')) as {
      operations: { name: string; body: string }[];
    };
    return operations.map(({ name, body }): [string, string] => [`${file} ${name}`, body]);
  });
}

it('refuses none of the documents that our clients send, and leaves each room to grow to twice its size', () => {
  const operations = documents();
  expect(operations.length).toBeGreaterThan(100);
  for (const [name, body] of operations) {
    const document = parse(body);
    expect(validate(schema, document, [...specifiedRules, ...limitRules]), name).toEqual([]);
    expect(() => parse(print(document), { maxTokens: limits.tokens / 2 }), name).not.toThrow();
    const operation = document.definitions.find(
      (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
    )!;
    // With no variable given, a page that takes one counts as the largest.
    expect(operationCost(document, operation, undefined, schema), name).toBeLessThan(limits.cost / 2);
  }
});
