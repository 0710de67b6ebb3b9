import type { Catalogue } from '../language/catalogue.ts';
import type { ResultFactsFragment } from '../schema/operations.ts';

/** The test as the lab named it, else by its method in plain words. */
export function testName(
  test: Pick<ResultFactsFragment['test'], 'name' | 'method'>,
  words: Catalogue,
): string {
  return test.name ?? words.results.method[test.method];
}

/** The test by its method in plain words, for beside it stands the disease; as the lab named it where those say nothing. */
export function plainTestName(
  test: Pick<ResultFactsFragment['test'], 'name' | 'method'>,
  words: Catalogue,
): string {
  return test.method === 'OTHER' ? testName(test, words) : words.results.method[test.method];
}
