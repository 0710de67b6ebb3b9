import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliEnvironment } from '../environment.js';
import { holdsKey, labKeyFrom } from './lab-key.js';

const secret = 'ketqua_0123456789ABCDEFGHIJKL_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH';

describe("a laboratory's key", () => {
  let home: string;
  const environment = (more: Partial<CliEnvironment> = {}): CliEnvironment => ({
    home,
    url: 'http://127.0.0.1:4000',
    labKey: undefined,
    labKeyFile: undefined,
    stateFolder: home,
    locale: 'en',
    ...more,
  });
  const keyFile = (mode: number) => {
    const file = join(home, 'key');
    writeFileSync(file, `${secret}\n`);
    chmodSync(file, mode);
    return file;
  };
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'ketqua-key-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('comes from the environment, or from a file that only its owner can read', () => {
    expect(labKeyFrom(environment({ labKey: secret }), undefined)).toBe(secret);
    expect(labKeyFrom(environment({ labKeyFile: keyFile(0o600) }), undefined)).toBe(secret);
  });

  it('comes from the file that an option names before all else', () => {
    expect(labKeyFrom(environment({ labKey: 'another' }), keyFile(0o400))).toBe(secret);
  });

  it.skipIf(process.platform === 'win32')(
    'is not read from a file that others can read; the remedy is told',
    () => {
      const file = keyFile(0o640);
      expect(() => labKeyFrom(environment(), file)).toThrow(`chmod 600 ${file}`);
    },
  );

  it('is asked for by name, and a platform in development says where to take one', () => {
    expect(() => labKeyFrom(environment(), undefined)).toThrow(/KETQUA_LAB_KEY/);
    writeFileSync(join(home, 'demo-credentials.json'), '{}');
    expect(() => labKeyFrom(environment(), undefined)).toThrow(/demo-credentials\.json/);
  });

  it('is known wherever it stands in a text', () => {
    expect(holdsKey(`--key=${secret}`)).toBe(true);
    expect(holdsKey('ketqua_results20260302_nightshift.csv')).toBe(false);
    expect(holdsKey('results.csv')).toBe(false);
  });
});
