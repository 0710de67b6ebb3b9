import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DemoCredentials, hasAuthority, seedDemoAuthority } from '@ketqua/cli';

/**
 * Makes sure, in development, that there is a demo authority and that `demo-credentials.json` in the home folder
 * tells how to use it. Gives the file's path. The file holds keys: only its owner can read it.
 */
export async function provideDemo(url: string, home: string): Promise<string> {
  const file = join(home, 'demo-credentials.json');
  const write = (credentials: DemoCredentials) =>
    writeFileSync(file, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  const isKept = existsSync(file) && (await hasAuthority(url));
  if (isKept) write({ ...(JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials), url });
  else write(await seedDemoAuthority(url));
  return file;
}
