import type { Guard } from './guard.js';

/** Who is told how a laboratory keeps up: the guards of labs. */
export const labsGuards: readonly Guard[] = [
  {
    name: 'what becomes of a laboratory is told to it and to ADMIN',
    file: 'subgraphs/labs/dist/modules/lab-sync/lab-sync-changed.resolver.js',
    find: "if (!hasRole(viewer, 'ADMIN') && labOf(viewer) !== labId)",
    replace: 'if (false)',
    where: 'subgraphs/labs/src/modules/lab-sync/sync-keeper.test.ts',
    attack: 'tells a laboratory of itself alone',
  },
];
