import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  separateOperations,
  specifiedRules,
  validate,
} from 'graphql';
import { expect, it } from 'vitest';
import { limitRules } from './limit-rules.js';
import { limits } from './limits.js';
import { operationCost } from './operation-cost.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const schema = buildSchema(readFileSync(`${root}schema/api.graphql`, 'utf8'));

/** Every operation of the web app, each with the fragments that it uses. */
function documents(): Record<string, DocumentNode> {
  const files = globSync('client/src/**/*.graphql', { cwd: root });
  const definitions = files.flatMap((file) => parse(readFileSync(`${root}${file}`, 'utf8')).definitions);
  return separateOperations({ kind: Kind.DOCUMENT, definitions });
}

it("refuses none of the web app's documents, and leaves each room to grow to twice its size", () => {
  const operations = Object.entries(documents());
  expect(operations.length).toBeGreaterThan(10);
  for (const [name, document] of operations) {
    expect(validate(schema, document, [...specifiedRules, ...limitRules]), name).toEqual([]);
    expect(() => parse(print(document), { maxTokens: limits.tokens / 2 }), name).not.toThrow();
    const operation = document.definitions.find(
      (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
    )!;
    // With no variable given, a page that takes one counts as the largest.
    expect(operationCost(document, operation, undefined), name).toBeLessThan(limits.cost / 2);
  }
});
