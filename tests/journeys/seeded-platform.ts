import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoCredentials } from '@ketqua/cli';
import { onServer } from './database-server.js';

/** A platform with a demo authority, at rest: what every journey of a run begins with a copy of. */
export interface SeededPlatform {
  /** The folder that its process kept. */
  readonly home: string;
  readonly masterKey: string;
  readonly credentials: DemoCredentials;
  /** Its database on the server; of the distributed mode. */
  readonly database?: string | undefined;
}

/**
 * The seeded platform of this run. The first journey that asks makes it, whichever process it is in, and the others
 * wait. @throws Error when it could not be made
 */
export async function seededPlatform(
  make: (home: string) => Promise<SeededPlatform>,
): Promise<SeededPlatform> {
  const folder = process.env.KETQUA_SEEDED_PLATFORM!;
  const told = join(folder, 'platform.json');
  if (isFirst(folder)) {
    const platform = await make(join(folder, 'home')).catch((error: unknown) => {
      writeFileSync(join(folder, 'failed'), String(error));
      throw error;
    });
    writeFileSync(`${told}.new`, JSON.stringify(platform));
    renameSync(`${told}.new`, told);
    return platform;
  }
  while (!existsSync(told)) {
    if (existsSync(join(folder, 'failed'))) throw new Error(readFileSync(join(folder, 'failed'), 'utf8'));
    await pause(50);
  }
  return JSON.parse(readFileSync(told, 'utf8')) as SeededPlatform;
}

/** Drops what a run's seeded platform has on the server. */
export async function dropSeededDatabase(folder: string): Promise<void> {
  const told = join(folder, 'platform.json');
  if (!existsSync(told)) return;
  const { database } = JSON.parse(readFileSync(told, 'utf8')) as SeededPlatform;
  if (database) await onServer(`drop database if exists ${database} with (force)`);
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
