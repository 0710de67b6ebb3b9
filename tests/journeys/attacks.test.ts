import { afterAll, beforeAll, describe } from 'vitest';
import { Cast } from './attack-cast.js';
import { attacksOnSingleGuards } from './attack-guarded.js';
import { attacksByGuessing } from './attack-guesses.js';
import { attacksOnOwnership } from './attack-ownership.js';
import { attacksOnSecrecy } from './attack-secrecy.js';
import { attacksOnSessions } from './attack-sessions.js';
import { attacksBySize } from './attack-sizes.js';
import { attacksOnSubgraphs } from './attack-subgraphs.js';
import { attacksWithTexts } from './attack-texts.js';

let cast: Cast;
beforeAll(async () => {
  cast = await Cast.assemble();
});
afterAll(() => cast?.platform.stop());

attacksOnOwnership(() => cast);
attacksOnSessions(() => cast);
attacksByGuessing(() => cast);
attacksWithTexts(() => cast);
attacksBySize(() => cast);
attacksOnSingleGuards(() => cast);
// Only there are the subgraphs processes of their own, with doors of their own.
describe.runIf(process.env.DATABASE_URL)('past the gateway', () => attacksOnSubgraphs(() => cast));
attacksOnSecrecy(() => cast);
