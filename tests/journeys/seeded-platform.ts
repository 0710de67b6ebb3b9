import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
 * wait; where it could not be made, the next one tries. @throws Error when it could not be made
 */
export async function seededPlatform(
  make: (home: string) => Promise<SeededPlatform>,
): Promise<SeededPlatform> {
  const folder = process.env.KETQUA_SEEDED_PLATFORM!;
  const told = join(folder, 'platform.json');
  while (!isFirst(folder)) {
    if (existsSync(told)) return JSON.parse(readFileSync(told, 'utf8')) as SeededPlatform;
    await pause(50);
  }
  try {
    const platform = await make(join(folder, 'home'));
    writeFileSync(`${told}.new`, JSON.stringify(platform));
    renameSync(`${told}.new`, told);
    return platform;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
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
