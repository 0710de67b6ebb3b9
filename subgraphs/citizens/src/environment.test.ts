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

  it('pushes in production where there is a contact, and to hosts alone', () => {
    expect(settingsOf({}).push?.services).toContain('fcm.googleapis.com');
    const production = { KETQUA_ENV: 'production', VONAGE_APPLICATION_ID: 'a', VONAGE_PRIVATE_KEY: pem };
    expect(settingsOf(production).push).toBeUndefined();
    const contact = { KETQUA_PUSH_CONTACT: 'mailto:operations@example.org' };
    expect(settingsOf({ ...production, ...contact }).push?.contact).toBe(contact.KETQUA_PUSH_CONTACT);
    expect(() => settingsOf({ KETQUA_PUSH_CONTACT: 'nobody' })).toThrow(/KETQUA_PUSH_CONTACT/);
    for (const services of ['*', 'https://push.example', '127.0.0.1', '.', 'a.example,localhost']) {
      expect(() => settingsOf({ KETQUA_PUSH_SERVICES: services })).toThrow(
        'KETQUA_PUSH_SERVICES must be host',
      );
    }
    const { push } = settingsOf({ KETQUA_PUSH_SERVICES: 'push.example.org, .push.example' });
    expect(push?.services).toEqual(['push.example.org', '.push.example']);
  });

  it('asks for Vonage in production, and for both halves of its credentials', () => {
    const production = { KETQUA_ENV: 'production' };
    expect(() => settingsOf(production)).toThrow(
      'VONAGE_APPLICATION_ID is required in production, or SMS_GATEWAY_URL',
    );
    const half = { ...production, VONAGE_APPLICATION_ID: 'a' };
    expect(() => settingsOf(half)).toThrow('VONAGE_PRIVATE_KEY or VONAGE_PRIVATE_KEY_FILE is required');
    expect(() => settingsOf({ ...half, VONAGE_PRIVATE_KEY: 'hunter2' })).toThrow(
      /^VONAGE_PRIVATE_KEY must hold a PEM key$/,
    );
    const settings = settingsOf({ ...half, VONAGE_PRIVATE_KEY: pem });
    expect(settings).toMatchObject({ development: false, limits: productionLimits });
    expect(settings.vonage!.privateKey.split('\n')).toHaveLength(3);
  });

  it("takes a city's own SMS gateway in place of Vonage or beside it, and refuses what would be careless", () => {
    const production = { KETQUA_ENV: 'production', SMS_GATEWAY_URL: 'http://sms.internal/send' };
    expect(settingsOf(production)).toMatchObject({
      smsGateway: { format: 'json', fields: { to: '{phone}', text: '{text}' }, tokenHeader: 'authorization' },
    });
    for (const url of [
      'https://sms.example.vn/send',
      'http://10.0.0.7:8080/',
      'http://localhost/',
      'http://sms/',
    ]) {
      expect(settingsOf({ ...production, SMS_GATEWAY_URL: url }).smsGateway?.url).toBe(url);
    }
    const wrong: Record<string, string>[] = [
      { SMS_GATEWAY_URL: 'http://sms.example.vn/send' },
      { SMS_GATEWAY_URL: 'http://172.40.0.1/send' },
      { SMS_GATEWAY_URL: 'ftp://10.0.0.7/' },
      { SMS_GATEWAY_URL: 'https://user:secret@sms.example.vn/' },
      { SMS_GATEWAY_FIELDS: 'to={phone}' },
      { SMS_GATEWAY_FIELDS: '{"to":"{phone}"}' },
      { SMS_GATEWAY_FIELDS: '{"text":"{text}"}' },
      { SMS_GATEWAY_TIMEOUT_MS: '1' },
    ];
    for (const more of wrong) {
      expect(() => settingsOf({ ...production, ...more })).toThrow(/^SMS_GATEWAY_\w+ [^\n]+$/);
    }
    expect(() => settingsOf({ ...production, KETQUA_PRINT_TEXTS: 'true' })).toThrow(
      /^KETQUA_PRINT_TEXTS is for/,
    );
    expect(settingsOf({ KETQUA_PRINT_TEXTS: 'true' }).printsTexts).toBe(true);
    expect(() => settingsOf({ VONAGE_SIGNATURE_SECRET: 'short' })).toThrow(/^VONAGE_SIGNATURE_SECRET/);
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
