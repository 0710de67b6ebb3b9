import type { Guard } from './guard.js';

const labs = (file: string) => `subgraphs/labs/dist/modules/${file}.js`;

/** Who is told how a laboratory keeps up, and sees its keys: the guards of labs. */
export const labsGuards: readonly Guard[] = [
  {
    name: 'what becomes of a laboratory is told to it and to ADMIN',
    file: labs('lab-sync/lab-sync-changed.resolver'),
    find: "if (!hasRole(viewer, 'ADMIN') && labOf(viewer) !== labId)",
    replace: 'if (false)',
    where: 'subgraphs/labs/src/modules/lab-sync/sync-keeper.test.ts',
    attack: 'tells a laboratory of itself alone',
  },
  {
    name: 'sync, hours and contact of a laboratory are read by it and by ADMIN',
    file: labs('laboratory/lab.type'),
    find: 'if (!mayWatch)',
    replace: 'if (false)',
    where: 'subgraphs/labs/src/modules/laboratory/laboratory.test.ts',
    attack: 'and its sync only to the authority and itself',
  },
  {
    name: "a laboratory's keys are seen and revoked by its staff and by ADMIN",
    file: labs('lab-key/list-lab-keys.service'),
    find: "return hasRole(viewer, 'ADMIN') || labOf(viewer) === labId.toLowerCase();",
    replace: 'return Boolean(viewer && labId);',
    where: 'subgraphs/labs/src/modules/lab-key/lab-key.test.ts',
    attack: "is seen and revoked by its laboratory's staff",
  },
];
