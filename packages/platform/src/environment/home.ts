import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from './environment.js';

/**
 * The master key of an embedded installation: a file beside the data folder, never in it, that only its
 * owner can read. Made at first start. 32 bytes.
 * @throws EnvironmentError when others can read the file or it holds no key.
 */
export function masterKeyOf(home: string): Buffer {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'master-key');
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new EnvironmentError(`${file} can be read by others: chmod 600 it`);
  }
  return masterKeyFrom(readFileSync(file, 'utf8').trim(), file);
}

/** Reads a base64 master key. @throws EnvironmentError naming its source when it is not 32 bytes. */
export function masterKeyFrom(base64: string, source = 'KETQUA_MASTER_KEY'): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new EnvironmentError(`${source} must hold 32 bytes in base64`);
  return key;
}
