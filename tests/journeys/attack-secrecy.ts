import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandDocuments } from '@ketqua/cli';
import { describe, expect, it } from 'vitest';
import { type Cast, secrets } from './attack-cast.js';

/** What must not have been said while everything else was tried: the last of the attacks. */
export function attacksOnSecrecy(cast: () => Cast): void {
  describe('what was said meanwhile', () => {
    it('holds in no error and in no line of the log a value of the people who were attacked', () => {
      const { platform, door, victim, stranger, admin, labs } = cast();
      const values = [
        ...Object.values(secrets),
        ...[victim, stranger, admin].flatMap(({ phone, code, token, refreshToken }) => [
          phone,
          phone.replace('+84', '0'),
          code,
          token,
          refreshToken,
        ]),
        ...labs,
        ...platform.credentials.labs.map(({ apiKey }) => apiKey),
        victim.payload,
      ];
      expect(platform.log.split('\n').length).toBeGreaterThan(500);
      expect(door.told.length).toBeGreaterThan(100);
      const said = `${platform.log}\n${door.told.join('\n')}`;
      for (const value of values) {
        // A code is six digits, which a time or an identifier may hold by chance.
        const pattern = new RegExp(`(?<![\\w-])${value.replaceAll(/[^\p{L}\d]/gu, '\\$&')}(?![\\w-])`);
        expect(pattern.test(said), `said: ${value.slice(0, 12)}…`).toBe(false);
      }
      expect(platform.log.split('\n').filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
    });
  });

  describe('a platform in production', () => {
    it('shows no messages, no schema and no counts to whoever asks, and takes no demo key', async () => {
      const home = mkdtempSync(join(tmpdir(), 'ketqua-production-'));
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      const child = cast().platform.spawn('gateway/dist/embedded.js', {
        KETQUA_ENV: 'production',
        KETQUA_HOME: home,
        KETQUA_HOST: '127.0.0.1',
        KETQUA_PORT: '0',
        KETQUA_MASTER_KEY: randomBytes(32).toString('base64'),
        VONAGE_APPLICATION_ID: crypto.randomUUID(),
        VONAGE_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        VONAGE_API_HOST: 'http://127.0.0.1:9',
      });
      try {
        const url = await new Promise<string>((resolve, reject) => {
          let said = '';
          child.stdout!.on('data', (chunk) => {
            said += chunk;
            const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
            if (address) resolve(address[0]);
          });
          child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${said}`)));
        });
        expect((await fetch(`${url}/dev/messages`)).status).toBe(404);
        const ask = async (query: string, variables?: object) => {
          const response = await fetch(`${url}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ query, variables }),
          });
          return response.text();
        };
        expect(await ask('{ __schema { types { name } } }')).toContain('errors');
        expect(await ask('{ __schema { types { name } } }')).not.toContain('TestResult');
        expect(await ask('{ mee { id } }')).not.toContain('Did you mean');
        const key = cast().platform.credentials.labs[0]!.apiKey;
        expect(await ask('{ me { id } }')).toContain('DOCUMENT_NOT_TRUSTED');
        const session = commandDocuments().find((text) => text.startsWith('mutation CreateLabSession'))!;
        expect(await ask(session, { input: { apiKey: key } })).toContain('InvalidLabKeyError');
      } finally {
        child.kill('SIGTERM');
        rmSync(home, { recursive: true, force: true });
      }
      // A platform of its own starts, on a new database.
    }, 180_000);
  });
}
