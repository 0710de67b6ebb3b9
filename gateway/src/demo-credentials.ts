import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoCredentials, isKeptBy, seedDemoAuthority, withStaff } from '@ketqua/cli';

/**
 * Makes sure, in development, that there is a demo authority and that `demo-credentials.json` in the home folder
 * tells how to use it: a file whose keys this database does not know is written anew. Gives the file's path. It
 * holds keys: only its owner can read it.
 */
export async function provideDemo(url: string, home: string): Promise<string> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'demo-credentials.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials) : undefined;
  const credentials =
    kept && (await isKeptBy(url, kept))
      ? { ...(kept.labStaffPhone && kept.helpDeskPhone ? kept : await withStaff(url, kept)), url }
      : await seedDemoAuthority(url);
  writeFileSync(file, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  return file;
}
