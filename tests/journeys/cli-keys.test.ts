import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTrustBundle } from '@ketqua/health-cert';
import { createSigningKey, readTrustList } from '@ketqua/health-cert/node';
import { compactVerify, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KetquaCommand } from './ketqua-command.js';
import { holderOf } from './people.js';
import { RunningPlatform } from './running-platform.js';

describe('ketqua keys', () => {
  let platform: RunningPlatform;
  let command: KetquaCommand;
  let accessToken: string;
  beforeAll(async () => {
    platform = await RunningPlatform.start();
    command = new KetquaCommand(platform);
    const admin = await holderOf(platform, platform.credentials.adminPhone);
    ({ token: accessToken } = admin as unknown as { token: string });
  });
  afterAll(async () => {
    command?.stop();
    await platform?.stop();
  });

  const keys = (args: string[], environment: Record<string, string> = { KETQUA_ACCESS_TOKEN: accessToken }) =>
    command.run(['keys', ...args], environment);
  const listed = async () => JSON.parse((await keys(['list', '--json'])).out);

  it('rotates, revokes and lists', async () => {
    const [{ kid: first }] = (await listed()).signingKeys;
    const rotated = await keys(['rotate', '--signs-from', 'now']);
    expect(rotated).toMatchObject({ code: 0 });
    const kid = rotated.out.split(' ')[0]!;
    const states = async () =>
      Object.fromEntries(
        (await listed()).signingKeys.map(({ kid: of, state }: { kid: string; state: string }) => [of, state]),
      );
    expect(await states()).toEqual({ [kid]: 'SIGNING', [first]: 'VERIFYING' });
    expect(await keys(['revoke', first, '--reason', 'a drill'])).toMatchObject({
      code: 0,
      out: `${first}  REVOKED\n`,
    });
    expect(await states()).toEqual({ [kid]: 'SIGNING', [first]: 'REVOKED' });
    expect((await keys(['list'])).out).toMatch(
      new RegExp(`^${first.replace(/[+/]/g, '.')} .*REVOKED.*a drill$`, 'm'),
    );
  });

  it('imports the keys of another authority, larger than a citizen may send, and removes them', async () => {
    const { certificateDer, kid } = await createSigningKey({
      ...{ country: 'SG', organisation: 'Test', commonName: 'SG DSC' },
      ...{ notBefore: new Date(Date.now() - 1_000), notAfter: new Date(Date.now() + 86_400_000) },
    });
    const rawData = Buffer.from(certificateDer).toString('base64');
    const list = [
      { certificateType: 'DSC', country: 'SG', kid, rawData },
      ...Array.from({ length: 200 }, () => ({
        certificateType: 'DSC',
        country: 'SG',
        kid: 'x',
        rawData: 'A'.repeat(700),
      })),
    ];
    writeFileSync(join(command.folder, 'list.json'), JSON.stringify(list));
    const brought = await keys(['import', 'list.json', '--source', 'EU', '--format', 'dcc']);
    expect(brought).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^EU {2}keys 1 {2}skipped 200 {2}version \d+\n$/),
    });
    expect((await listed()).trustLists).toMatchObject([{ source: 'EU', keys: 1, countries: ['SG'] }]);
    expect(await keys(['remove', '--source', 'EU'])).toMatchObject({ code: 0, out: 'EU  keys 1\n' });
    expect(await keys(['import', 'list.json', '--source', 'EU', '--format', 'gdhcn'])).toMatchObject({
      code: 4,
      err: expect.stringContaining('GDHCN'),
    });
    expect(await keys(['import', 'gone.json', '--source', 'EU', '--format', 'dcc'])).toMatchObject({
      code: 4,
    });
  });

  it('exports what verifiers of other authorities take, signed by the root that it tells to pin', async () => {
    expect(await keys(['export', '--out', 'trust'])).toMatchObject({ code: 0 });
    const folder = join(command.folder, 'trust');
    expect(readdirSync(folder).sort()).toEqual([
      'certificate-1.der',
      'revocations.json',
      'trust-list.jwks.jws',
    ]);
    const bundle = await openTrustBundle(await (await fetch(`${platform.url}/trust-bundle`)).text(), {});
    // For everybody: no session is needed.
    expect(await keys(['root'], {})).toMatchObject({ code: 0, out: `${bundle.root}\n` });
    const { jwk } = JSON.parse(Buffer.from(bundle.document.signature.split('.')[0]!, 'base64url').toString());
    const jws = readFileSync(join(folder, 'trust-list.jwks.jws'), 'utf8');
    const { payload } = await compactVerify(jws, await importJWK(jwk, 'ES256'));
    expect(readTrustList('JWKS', new TextDecoder().decode(payload)).keys).toHaveLength(1);
    // Another Ketqua imports it by that thumbprint; here it is our own keys, which no list brings.
    const own = ['import', 'trust/trust-list.jwks.jws', '--source', 'SELF', '--format', 'jwks'];
    const foreignRoot = 'A'.repeat(43);
    expect((await keys([...own, '--signed-by', foreignRoot])).err).toContain('no signature of the key');
    expect((await keys([...own, '--signed-by', bundle.root])).err).toContain('no key that can be used');
    expect(JSON.parse(readFileSync(join(folder, 'revocations.json'), 'utf8'))).toEqual([]);
  });

  it('asks whoever sits at the terminal for the code that was sent', async () => {
    const phone = platform.credentials.adminPhone;
    const codes = async () => {
      const answer = await fetch(`${platform.url}/dev/messages`, { headers: { accept: 'application/json' } });
      const messages = (await answer.json()) as { to: string; code: string | null; sentAt: string }[];
      return messages.filter(({ to, code }) => to === phone && code);
    };
    const before = (await codes()).length;
    const { child, ended, said } = command.start(
      ['keys', 'list', '--json'],
      { KETQUA_ADMIN_PHONE: phone },
      undefined,
      'pipe',
    );
    await expect.poll(said, { timeout: 20_000 }).toContain('The code that was sent to the phone');
    await expect.poll(async () => (await codes()).length, { timeout: 20_000 }).toBeGreaterThan(before);
    child.stdin!.write(`${(await codes())[0]!.code}\n`);
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(JSON.parse(out).signingKeys.length).toBeGreaterThan(0);
  });

  it('refuses whoever is not signed in as ADMIN, and says what is missing', async () => {
    expect(await keys(['list'], {})).toMatchObject({
      code: 5,
      err: expect.stringContaining('KETQUA_ADMIN_PHONE'),
    });
    expect(await keys(['list'], { KETQUA_ACCESS_TOKEN: 'nonsense' })).toMatchObject({ code: 5 });
    const citizen = await holderOf(platform, platform.credentials.officerPhone);
    const { token } = citizen as unknown as { token: string };
    expect(await keys(['rotate'], { KETQUA_ACCESS_TOKEN: token })).toMatchObject({ code: 5 });
    // Nobody is there to type the code.
    expect(await keys(['list'], { KETQUA_ADMIN_PHONE: platform.credentials.adminPhone })).toMatchObject({
      code: 5,
    });
    expect(await keys(['burn'])).toMatchObject({ code: 2 });
    expect(await keys(['revoke', 'AAAAAAAAAAA='])).toMatchObject({ code: 2 });
    expect(await keys(['rotate', '--signs-from', '2026-12-01'])).toMatchObject({ code: 2 });
  });
});
