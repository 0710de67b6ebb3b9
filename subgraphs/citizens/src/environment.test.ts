import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '@ketqua/platform';
import { describe, expect, it } from 'vitest';
import { citizensEnvironment, citizensSettings } from './environment.js';
import { developmentLimits, productionLimits } from './settings.js';

const given = {
  DATABASE_URL: 'postgresql://localhost/ketqua',
  KETQUA_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
};
const settingsOf = (more: Record<string, string>) =>
  citizensSettings(readEnvironment(citizensEnvironment, { ...given, ...more }));
const pem = '-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----';

describe('the environment of citizens', () => {
  it('has development messages and wide limits in development', () => {
    expect(settingsOf({})).toMatchObject({ development: true, country: 'VN', limits: developmentLimits });
    expect(settingsOf({}).vonage).toBeUndefined();
  });

  it('asks for Vonage in production, and for both halves of its credentials', () => {
    const production = { KETQUA_ENV: 'production' };
    expect(() => settingsOf(production)).toThrow('VONAGE_APPLICATION_ID is required in production');
    const half = { ...production, VONAGE_APPLICATION_ID: 'a' };
    expect(() => settingsOf(half)).toThrow('VONAGE_PRIVATE_KEY or VONAGE_PRIVATE_KEY_FILE is required');
    expect(() => settingsOf({ ...half, VONAGE_PRIVATE_KEY: 'hunter2' })).toThrow(
      /^VONAGE_PRIVATE_KEY must hold a PEM key$/,
    );
    const settings = settingsOf({ ...half, VONAGE_PRIVATE_KEY: pem });
    expect(settings).toMatchObject({ development: false, limits: productionLimits });
    expect(settings.vonage!.privateKey.split('\n')).toHaveLength(3);
  });

  it("reads Vonage's key from a file", () => {
    const folder = mkdtempSync(join(tmpdir(), 'ketqua-'));
    const file = join(folder, 'vonage.pem');
    writeFileSync(file, pem.replaceAll('\\n', '\n'));
    const settings = settingsOf({ VONAGE_APPLICATION_ID: 'a', VONAGE_PRIVATE_KEY_FILE: file });
    expect(settings.vonage?.privateKey).toContain('\nAAAA\n');
    rmSync(folder, { recursive: true });
    expect(() => settingsOf({ VONAGE_APPLICATION_ID: 'a', VONAGE_PRIVATE_KEY_FILE: file })).toThrow(
      'VONAGE_PRIVATE_KEY_FILE cannot be read',
    );
  });

  it('names the variable that is wrong, never its value', () => {
    expect(() => settingsOf({ KETQUA_ADMIN_PHONE: 'boss' })).toThrow(
      /^KETQUA_ADMIN_PHONE must be a phone number/,
    );
    expect(() => settingsOf({ KETQUA_PORT: '70000' })).toThrow(/^KETQUA_PORT /);
  });
});
