import { EnvironmentError } from '@ketqua/platform';
import { describe, expect, it } from 'vitest';
import { logLevelOf, readEmbeddedEnvironment, readGatewayEnvironment, settingsOf } from './environment.js';

const key = Buffer.alloc(32, 1).toString('base64');
const refusal = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
    throw error;
  }
  return undefined;
};

describe('the environment', () => {
  it('binds this machine on port 4000 when nothing is said', () => {
    const settings = settingsOf(readEmbeddedEnvironment({}));
    expect(settings).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      introspection: true,
      isProduction: false,
    });
    expect(settingsOf(readEmbeddedEnvironment({ PORT: '8080' })).port).toBe(8080);
    expect(settingsOf(readEmbeddedEnvironment({ PORT: '8080', KETQUA_PORT: '81' })).port).toBe(81);
  });

  it('keeps the terminal of a development server quiet, and logs every request in production', () => {
    const level = (given: Record<string, string>) => logLevelOf(readEmbeddedEnvironment(given));
    const production = { KETQUA_ENV: 'production', KETQUA_HOST: '0.0.0.0', KETQUA_MASTER_KEY: key };
    expect([level({}), level(production)]).toEqual(['warn', 'info']);
    expect(level({ KETQUA_LOG_LEVEL: 'debug' })).toBe('debug');
  });

  it('opens development to this machine only', () => {
    expect(refusal(() => readEmbeddedEnvironment({ KETQUA_HOST: '0.0.0.0' }))).toMatch(
      /^KETQUA_HOST must be a loopback/,
    );
    expect(refusal(() => readEmbeddedEnvironment({ KETQUA_HOST: '::1' }))).toBeUndefined();
  });

  it('asks production for its key and its host by name', () => {
    const production = { KETQUA_ENV: 'production', KETQUA_HOST: '0.0.0.0', KETQUA_MASTER_KEY: key };
    const without = (name: keyof typeof production) =>
      refusal(() => readEmbeddedEnvironment({ ...production, [name]: '' }));
    expect(without('KETQUA_MASTER_KEY')).toMatch(/^KETQUA_MASTER_KEY is required/);
    expect(without('KETQUA_HOST')).toMatch(/^KETQUA_HOST is required/);
    const settings = settingsOf(readEmbeddedEnvironment(production));
    expect(settings).toMatchObject({ introspection: false, developmentMessages: false, isProduction: true });
  });

  it('names what is wrong, never the value', () => {
    expect(refusal(() => readGatewayEnvironment({}))).toMatch(
      /^(DATABASE_URL|KETQUA_MASTER_KEY) is required$/,
    );
    const given = { DATABASE_URL: 'postgresql://x', KETQUA_MASTER_KEY: key };
    expect(refusal(() => readGatewayEnvironment({ ...given, KETQUA_LABS_URL: 'secret' }))).toBe(
      'KETQUA_LABS_URL must be the http address of a /graphql',
    );
    expect(readGatewayEnvironment(given).KETQUA_RESULTS_URL).toBe('http://127.0.0.1:4003/graphql');
  });
});
