import { expect, it } from 'vitest';
import { FolderInUseError } from '../database/folder-lock.js';
import { EnvironmentError } from '../environment/environment.js';
import { SealBrokenError } from '../sealing/key-ring.js';
import { explain, ProcessLife } from './process-life.js';

it('closes what was opened, last first and once, whatever fails', async () => {
  const closed: number[] = [];
  const life = new ProcessLife();
  for (const number of [1, 2, 3]) {
    life.opened(async () => {
      closed.push(number);
      if (number === 2) throw new Error('it would not close');
    });
  }
  await Promise.all([life.close(), life.close()]);
  expect(closed).toEqual([3, 2, 1]);
});

it.each([
  [new EnvironmentError('KETQUA_PORT is wrong'), /^KETQUA_PORT is wrong$/],
  [
    Object.assign(new Error('no such database'), { code: '3D000' }),
    /^The database refuses: check DATABASE_URL/,
  ],
  [new SealBrokenError('signing_key.private_key'), /^The data was sealed under another master key/],
  [new FolderInUseError('The data folder is in use'), /^The data folder is in use$/],
  [
    Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 4000 }),
    /^Port 4000 is taken.*KETQUA_PORT/,
  ],
  [Object.assign(new Error('open'), { code: 'ENOENT', path: 'a.graphql' }), /^a\.graphql does not exist$/],
])('explains %s in one line', (error, line) => {
  expect(explain(error)).toMatch(line);
  expect(explain(error)).not.toContain('\n');
});
