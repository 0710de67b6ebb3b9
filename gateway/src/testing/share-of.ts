import { readEnvironment, serverEnvironment } from '@ketqua/platform';

/**
 * How many of so many generated operations a run tries: all, and a fifth where the suite runs again on a server's
 * database, which these never ask.
 */
export function shareOf(count: number): number {
  return readEnvironment(serverEnvironment).DATABASE_URL ? count / 5 : count;
}
