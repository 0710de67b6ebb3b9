import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { notDetectedWithin72Hours } from '@ketqua/health-cert';
import { trustedKeyFromCertificate } from '@ketqua/health-cert/node';
import { toBuffer } from 'qrcode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PacedOutput } from './paced-output.js';
import { rulesOf } from './rule-file.js';
import { Verification, type VerificationOptions } from './verification.js';
import { issuedAt, issuerNamed, KeptOutput } from './verify-house.js';

type Issuer = Awaited<ReturnType<typeof issuerNamed>>;
const ruleFile = fileURLToPath(
  new URL('../../../health-cert/fixtures/rules/TR-EU-0005/rule.json', import.meta.url),
);
const sample = fileURLToPath(
  new URL('../../../health-cert/fixtures/vectors/common/CO28.json', import.meta.url),
);
let folder: string;
let issuer: Issuer;
let other: Issuer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ketqua-verify-'));
  [issuer, other] = await Promise.all([issuerNamed('DSC 1'), issuerNamed('DSC 2', 'PS256')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function judged(content: string | Uint8Array, overrides: Partial<VerificationOptions> = {}) {
  const path = join(folder, 'input');
  writeFileSync(path, content);
  const output = new KeptOutput();
  const options: VerificationOptions = {
    ...{
      keys: [trustedKeyFromCertificate(issuer.der)],
      rules: [],
      at: issuedAt,
      isJson: false,
      language: 'en',
    },
    ...overrides,
  };
  const exit = await new Verification(options, new PacedOutput(output)).judge(path);
  return { exit, path, lines: output.lines(), text: output.pieces.join('') };
}

describe('texts', () => {
  it('are judged one a line, in their order, and nothing tells whom they are for', async () => {
    const { exit, lines, text } = await judged(`${issuer.qr}\nHC1:GGW\n\n${other.qr}\n`);
    expect(exit).toBe('DONE');
    expect(lines.map(({ verdict, decode, signature }) => [verdict, decode, signature])).toEqual([
      ['PASS', 'OK', 'VALID'],
      ['FAIL', 'BASE45', 'INVALID'],
      ['FAIL', 'PREFIX', 'INVALID'],
      ['FAIL', 'OK', 'UNTRUSTED_ISSUER'],
    ]);
    expect(lines[0]).toEqual({
      verdict: 'PASS',
      decode: 'OK',
      signature: 'VALID',
      validity: 'VALID',
      schema: { isValid: true, findings: [] },
      rules: [],
      status: 'ACTIVE',
      reasons: ['STATUS_NOT_CHECKED'],
      kid: issuer.kid,
      issuer: 'VN',
      issuedAt: issuedAt.toISOString(),
      expiresAt: '2026-12-07T05:00:00.000Z',
    });
    expect(text).not.toMatch(/nh|1990|LP6464|2604/i);
  });

  it('are judged by rules, those of countries too', async () => {
    const rules = [...notDetectedWithin72Hours, ...rulesOf(ruleFile)];
    const { lines } = await judged(issuer.qr, { rules, language: 'vi' });
    expect(lines[0]).toMatchObject({
      verdict: 'PASS',
      rules: [
        { id: 'TR-VN-0001', outcome: 'PASSED', description: expect.stringMatching(/không phát hiện/) },
        { id: 'TR-VN-0002', outcome: 'PASSED' },
        { id: 'TR-EU-0005', outcome: 'PASSED' },
      ],
    });
  });

  it('in a picture are read, and a picture without one fails', async () => {
    const picture = await toBuffer([{ data: Buffer.from(issuer.qr), mode: 'byte' }]);
    expect((await judged(picture)).lines).toMatchObject([{ verdict: 'PASS', kid: issuer.kid }]);
    const blank = await judged(picture.subarray(0, 60));
    expect(blank).toMatchObject({
      exit: 'DONE',
      lines: [{ verdict: 'FAIL', decode: 'PICTURE', signature: 'INVALID', reasons: ['UNREADABLE_PICTURE'] }],
    });
  });

  it('in a picture that claims a billion pixels are not looked for', async () => {
    const picture = Buffer.from(await toBuffer(issuer.qr));
    picture.writeUInt32BE(40_000, 16);
    picture.writeUInt32BE(40_000, 20);
    expect((await judged(picture)).lines).toMatchObject([{ decode: 'PICTURE' }]);
  });

  it('in a file that is not there are told in their place', async () => {
    const output = new KeptOutput();
    const options = { keys: [], rules: [], at: undefined, isJson: false, language: 'vi' } as const;
    const exit = await new Verification(options, new PacedOutput(output)).judge(join(folder, 'none'));
    expect(exit).toBe('FILE_UNREADABLE');
    expect(output.lines()).toMatchObject([
      {
        verdict: 'FAIL',
        decode: 'INPUT',
        reasons: ['FILE_UNREADABLE'],
        error: { file: join(folder, 'none') },
      },
    ]);
  });
});

describe('lines of JSON', () => {
  const json = (content: string, overrides: Partial<VerificationOptions> = {}) =>
    judged(content, { isJson: true, ...overrides });

  it('bring their own keys and moment, and else have the command’s', async () => {
    const asked = [
      { qr: other.qr, keys: [issuer.base64, other.base64] },
      { qr: other.qr, keys: [other.pem] },
      { qr: issuer.qr, keys: [] },
      { qr: issuer.qr, keys: null, at: null },
      { qr: issuer.qr, at: '2026-12-07T12:00:00+07:00' },
      { qr: issuer.qr, at: '2026-12-07T11:59:59+07:00' },
      { qr: issuer.qr, keys: [issuer.base64, 'AAAA'], anything: 'else' },
    ];
    const { exit, lines } = await json(asked.map((each) => JSON.stringify(each)).join('\n'));
    expect(exit).toBe('DONE');
    expect(lines.map(({ signature, validity }) => `${signature} ${validity}`)).toEqual([
      'VALID VALID',
      'VALID VALID',
      'UNTRUSTED_ISSUER VALID',
      'VALID VALID',
      'VALID EXPIRED',
      'VALID VALID',
      'VALID VALID',
    ]);
    expect(lines[6]!.reasons).toEqual(['STATUS_NOT_CHECKED', 'KEY_UNREADABLE']);
  });

  it('that are ill formed are told in their place, without what they say, and the rest goes on', async () => {
    const good = JSON.stringify({ qr: issuer.qr });
    const bad = [
      `${issuer.qr} Bình`,
      '',
      '[]',
      '{}',
      '{"qr":"HC1:","at":"Bình"}',
      '{"qr":"HC1:","keys":[{"Bình":1}]}',
      '{"qr":{"Bình":1}}',
      `{"qr":"${'B'.repeat(1_100_000)}"}`,
    ];
    const { exit, lines, text } = await json([good, ...bad, good].join('\n'));
    expect(exit).toBe('NOT_JUDGED');
    expect(lines).toHaveLength(10);
    expect([lines[0], lines[9]].map((line) => line!.verdict)).toEqual(['PASS', 'PASS']);
    expect(lines.slice(1, 9).map(({ reasons }) => (reasons as string[])[0])).toEqual([
      'LINE_NOT_JSON',
      'LINE_NOT_JSON',
      'LINE_NOT_JSON',
      'LINE_FIELD_INVALID',
      'LINE_FIELD_INVALID',
      'LINE_FIELD_INVALID',
      'LINE_FIELD_INVALID',
      'LINE_TOO_LONG',
    ]);
    expect(lines[5]).toMatchObject({
      decode: 'INPUT',
      error: { line: 6, field: 'at', message: expect.stringMatching(/UTC/) },
    });
    expect(text).not.toMatch(/Bình|HC1:|BBBB/);
  });

  it('that are the official test data keep their expectations', async () => {
    const { readFileSync } = await import('node:fs');
    const { PREFIX, TESTCTX } = JSON.parse(readFileSync(sample, 'utf8'));
    const asked = { qr: PREFIX, keys: [TESTCTX.CERTIFICATE], at: TESTCTX.VALIDATIONCLOCK };
    expect((await json(JSON.stringify(asked))).lines).toMatchObject([
      { decode: 'OK', signature: 'VALID', validity: 'VALID', schema: { isValid: true } },
    ]);
  });
});

describe('the output', () => {
  it('waits for whoever reads it, so that no more than a piece is held', async () => {
    const stream = new KeptOutput(1);
    const output = new PacedOutput(stream);
    let most = 0;
    for (let line = 0; line < 5_000; line += 1) {
      await output.line('x'.repeat(200));
      most = Math.max(most, stream.writableLength);
    }
    await output.flush();
    expect(stream.pieces.join('')).toHaveLength(5_000 * 201);
    expect(most).toBeLessThan(100_000);
  });
});

describe('a file of rules', () => {
  it.each(['', '{}', '[{}]', '{"Identifier":"TR-EU-0001"}'])('that holds none is refused: %j', (content) => {
    const path = join(folder, 'rules.json');
    writeFileSync(path, content);
    expect(() => rulesOf(path)).toThrow(/holds no DCC rule/);
  });

  it('holds one, an array, or a bundle, in either writing', () => {
    const [rule] = rulesOf(ruleFile);
    const path = join(folder, 'rules.json');
    for (const content of [
      [rule, ...notDetectedWithin72Hours],
      { rules: [rule, ...notDetectedWithin72Hours] },
    ]) {
      writeFileSync(path, JSON.stringify(content));
      expect(rulesOf(path).map(({ id }) => id)).toEqual(['TR-EU-0005', 'TR-VN-0001', 'TR-VN-0002']);
    }
  });
});
