import { attacks, type Guard, generated } from './guard.js';

const results = (file: string) => `subgraphs/results/dist/modules/${file}.js`;

/** Who is told what happens, and who stands where: the guards of streams and checkpoints. */
export const liveGuards: readonly Guard[] = [
  {
    name: 'results are told to the phones that they were reported with',
    file: results('test-result/result-released.resolver'),
    find: 'released.phoneIndexes.includes(viewer.phoneIndex)',
    replace: 'true',
    where: attacks,
    attack: "hears nothing of the other's results, neither live",
  },
  {
    name: 'results are told to their laboratory',
    file: results('test-result/result-released.resolver'),
    find: 'if (released.labId === labOf(viewer))',
    replace: 'if (labOf(viewer))',
    where: attacks,
    attack: "hears nothing of another's results",
  },
  {
    name: 'QR tokens are told to whoever claimed their person',
    file: results('certificate/qr-token-status-changed.resolver'),
    find: 'if (!(await concerns(context, event, changed)))',
    replace: 'if (false)',
    where: generated,
    attack: 'hear nothing over sockets',
  },
  {
    name: 'disputes are told to their parties',
    file: results('dispute/dispute-changed.resolver'),
    find: 'const row = await readableDispute(context, changed.disputeId);',
    replace:
      "const row = (await import('./dispute-record.js')).disputeOf((await import('@ketqua/platform')).queryIn(em), changed.disputeId);",
    where: generated,
    attack: 'hear nothing over sockets',
  },
  {
    name: "a checkpoint's feed is told to whoever stands there",
    file: results('verification/verification-feed.resolver'),
    find: 'const isAllowed = (await watchedCheckpoint(this.context, checkpointId)) !== null;',
    replace: 'const isAllowed = true;',
    where: attacks,
    attack: 'verifies nothing there, reads no history',
  },
  {
    name: "a checkpoint's history is read by whoever stands there",
    file: results('verification/verification-feed.resolver'),
    find: 'if (!(await watchedCheckpoint(context, checkpointId)))',
    replace: 'if (false)',
    where: attacks,
    attack: 'verifies nothing there, reads no history',
  },
  {
    name: 'an officer verifies at their own checkpoint',
    file: results('shift/duty'),
    find: 'const checkpoint = standsAt(context, id) && (await readableCheckpoint(context, id));',
    replace: 'const checkpoint = await context.loaders.checkpoint.load(id);',
    where: attacks,
    attack: 'verifies nothing there, reads no history',
  },
  {
    name: 'nothing opens outside the shifts of an officer',
    file: results('shift/duty'),
    find: 'if (isOnDuty) return checkpoint;',
    replace: 'return checkpoint;',
    where: 'subgraphs/results/src/modules/verification/report-verifications.test.ts',
    attack: 'opens nothing outside them',
  },
  {
    name: 'where no rule is in force nobody passes',
    file: 'packages/health-cert/dist/rules-in-force.js',
    find: 'rules.some(isInForce) ? rules : [...rules, noRules]',
    replace: 'rules',
    where: 'packages/health-cert/src/open-trust-bundle.test.ts',
    attack: 'passes nobody by a set that is not in it',
  },
];
