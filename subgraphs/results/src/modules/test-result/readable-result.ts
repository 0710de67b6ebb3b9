import { labOf } from '@ketqua/platform';
import { validate as isUuid } from 'uuid';
import type { ResultsContext } from '../../context.js';
import { Claim } from '../person/person.entity.js';
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

/** Whether the viewer's account proved to be, or to act for, a person; a suspended claim does not count. */
export async function hasClaimed({ em, viewer }: ResultsContext, personId: string): Promise<boolean> {
  if (viewer.kind !== 'account') return false;
  const claims = await em.count(Claim, { personId, accountId: viewer.accountId, suspendedAt: null });
  return claims > 0;
}
