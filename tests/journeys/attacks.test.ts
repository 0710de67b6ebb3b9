import { afterAll, beforeAll } from 'vitest';
import { Cast } from './attack-cast.js';
import { attacksByGuessing } from './attack-guesses.js';
import { attacksOnOwnership } from './attack-ownership.js';
import { attacksOnSessions } from './attack-sessions.js';

let cast: Cast;
beforeAll(async () => {
  cast = await Cast.assemble();
});
afterAll(() => cast?.platform.stop());

attacksOnOwnership(() => cast);
attacksOnSessions(() => cast);
attacksByGuessing(() => cast);
