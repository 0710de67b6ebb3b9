import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '@ketqua/platform/testing';
import { expect, it } from 'vitest';
import { watchSupergraph } from './watch-supergraph.js';

it('hands on a supergraph that is written again or exchanged by renaming, and waits while there is none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ketqua-supergraph-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, 'first');
  const loaded: string[] = [];
  const stop = watchSupergraph(file, (sdl) => loaded.push(sdl), silentLog);
  writeFileSync(file, 'second');
  await expect.poll(() => loaded.at(-1)).toBe('second');
  rmSync(file);
  writeFileSync(join(folder, 'next'), 'third');
  renameSync(join(folder, 'next'), file);
  await expect.poll(() => loaded.at(-1)).toBe('third');
  stop();
  rmSync(folder, { recursive: true });
});
