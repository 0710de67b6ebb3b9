import { labOf } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { hasClaimed } from '../claim/claims.js';
import { TestResult } from './test-result.entity.js';

/**
 * A result that the viewer may see, or `null`: a lab its own; a citizen those that were released of people whom
 * they claimed. A missing one and a foreign one cannot be told apart.
 */
export async function readableResult(context: ResultsContext, id: string): Promise<TestResult | null> {
  if (!isUuid(id)) return null;
  const result = await context.em.findOne(TestResult, { id });
  if (!result) return null;
  if (result.labId === labOf(context.viewer)) return result;
  return (await isReleasedTo(context, result)) ? result : null;
}

/** A result that was released to the viewer's own account, or `null`: working for its lab does not count. */
export async function ownResult(context: ResultsContext, id: string): Promise<TestResult | null> {
  const result = await readableResult(context, id);
  return result && (await isReleasedTo(context, result)) ? result : null;
}

async function isReleasedTo(context: ResultsContext, result: TestResult): Promise<boolean> {
  return result.releasedAt !== null && (await hasClaimed(context, result.personId));
}
