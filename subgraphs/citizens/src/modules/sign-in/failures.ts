import type { CitizensContext } from '../../context.js';
import type { Limit } from './rate-limits.js';

const day = 86_400;

type Ground = Pick<CitizensContext, 'limits' | 'settings'>;

function failureLimits({ settings }: Ground): Limit[] {
  const { failuresPerDay, failuresPerMonth } = settings.limits;
  return [
    { name: 'failure-day', points: failuresPerDay, seconds: day },
    { name: 'failure-month', points: failuresPerMonth, seconds: 30 * day },
  ];
}

/**
 * Counts a try as a failure before it is judged, so that many at once are not judged more often than is allowed.
 * Gives how many seconds to wait where too many failed; 0 where it may be judged.
 */
export async function takeFailure(ground: Ground, subject: string): Promise<number> {
  for (const limit of failureLimits(ground)) {
    const reached = await ground.limits.take(limit, subject);
    // What is refused for the day burns nothing of the month.
    if (reached) return reached.wait;
  }
  return 0;
}

/** It was none: the code was right, or nobody judged it. */
export async function forgiveFailure(ground: Ground, subject: string): Promise<void> {
  for (const limit of failureLimits(ground)) await ground.limits.giveBack(limit, subject);
}

/** How many seconds no code of this subject may be tried; 0 where one may. */
export async function failureWait(ground: Ground, subject: string): Promise<number> {
  const waits: number[] = [];
  for (const limit of failureLimits(ground)) waits.push(await ground.limits.waitOf(limit, subject));
  return Math.max(...waits);
}
