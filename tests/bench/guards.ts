import { citizensGuards } from './guards/citizens.js';
import { claimGuards } from './guards/claims.js';
import { limitGuards } from './guards/gateway-limits.js';
import { sessionGuards } from './guards/gateway-sessions.js';
import type { Guard } from './guards/guard.js';
import { labsGuards } from './guards/labs.js';
import { platformGuards } from './guards/platform.js';
import { resultsGuards } from './guards/results.js';
import { liveGuards } from './guards/results-live.js';

/** The guards, each with the attack that only it stops. `npm run bench -- guards` switches them off one by one. */
export const guards: readonly Guard[] = [
  ...claimGuards,
  ...resultsGuards,
  ...liveGuards,
  ...labsGuards,
  ...citizensGuards,
  ...sessionGuards,
  ...limitGuards,
  ...platformGuards,
];
