import type { Catalogue } from '../language/catalogue.ts';
import type { ResultFactsFragment } from '../schema/operations.ts';

/** The test as the lab named it, else by its method in plain words. */
export function testName(
  test: Pick<ResultFactsFragment['test'], 'name' | 'method'>,
  words: Catalogue,
): string {
  return test.name ?? words.results.method[test.method];
}
