import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { certificateProblems, isDigitalCovidCertificate } from './certificate-schema.js';

const folder = new URL('../fixtures/schema/', import.meta.url);
const files = (name: string) => readdirSync(new URL(`${name}/`, folder)).map((file) => `${name}/${file}`);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

const naat = () =>
  read('examples/simple-naat.json') as { t: Record<string, unknown>[]; [key: string]: unknown };

describe('the DCC schema 1.3.3', () => {
  it.each([...files('valid'), ...files('examples')])('accepts %s', (file) => {
    expect(certificateProblems(read(file))).toEqual([]);
  });

  it.each([
    ['invalid/empty.json', 'v', 'COUNT'],
    ['invalid/invalid_dob.json', 'dob', 'PATTERN'],
    ['invalid/invalid_dob2.json', 'dob', 'PATTERN'],
    ['invalid/invalid_vac.json', 'v.0.dn', 'PATTERN'],
    ['invalid/missing_dob.json', 'dob', 'MISSING'],
    ['invalid/missing_fnt_gnt.json', 'nam.fnt', 'MISSING'],
  ])('refuses %s at %s', (file, path, code) => {
    expect(certificateProblems(read(file))).toEqual([{ path, code }]);
  });

  it('has an expectation for every invalid example there is', () => {
    expect(files('invalid')).toHaveLength(6);
    for (const file of files('invalid')) expect(isDigitalCovidCertificate(read(file))).toBe(false);
  });

  it.each(['tg', 'tt', 'sc', 'tr', 'co', 'is', 'ci'])('requires %s of a test', (field) => {
    const certificate = naat();
    delete certificate.t[0]![field];
    expect(certificateProblems(certificate)).toEqual([{ path: `t.0.${field}`, code: 'MISSING' }]);
  });

  it.each([
    ['tr', '419984006', 'CODE'],
    ['sc', '2026-02-30T08:00:00+07:00', 'PATTERN'],
    ['sc', '2026-02-20 08:00', 'FORMAT'],
    ['sc', 'yesterday', 'PATTERN'],
    ['tc', 'x'.repeat(81), 'LENGTH'],
    ['is', 7, 'TYPE'],
    ['co', 'vn', 'PATTERN'],
  ])('refuses a test whose %s is %j', (field, value, code) => {
    const certificate = naat();
    certificate.t[0]![field] = value;
    expect(certificateProblems(certificate)).toEqual([{ path: `t.0.${field}`, code }]);
  });

  it('does not let a long text reach a pattern', () => {
    const start = performance.now();
    const certificate = { ...naat(), ver: `${'1'.repeat(60_000)}x`, dob: '1'.repeat(60_000) };
    expect(certificateProblems(certificate)).toEqual([
      { path: 'ver', code: 'LENGTH' },
      { path: 'dob', code: 'LENGTH' },
    ]);
    expect(performance.now() - start).toBeLessThan(50);
  });

  it('counts characters, not UTF-16 units', () => {
    const certificate = naat();
    certificate.t[0]!.tc = '\u{20BB7}'.repeat(80);
    expect(certificateProblems(certificate)).toEqual([]);
  });

  it('refuses two groups, two entries, and what is no certificate at all', () => {
    expect(certificateProblems({ ...naat(), r: [] })).toEqual([{ path: 't,r', code: 'COUNT' }]);
    expect(certificateProblems({ ...naat(), t: [...naat().t, ...naat().t] })).toEqual([
      { path: 't', code: 'COUNT' },
    ]);
    expect(certificateProblems({ ...naat(), nam: 'Li' })).toEqual([{ path: 'nam', code: 'TYPE' }]);
    for (const value of [null, [], 'HC1:', 1]) expect(isDigitalCovidCertificate(value)).toBe(false);
  });
});

describe('the DCC schema 1.0.x', () => {
  const early = (overrides: object) => ({ ...naat(), ver: '1.0.0', ...overrides });

  it('knows a birth date of any century, and groups that are empty lists', () => {
    expect(certificateProblems(early({ dob: '1899-04-20', v: [], r: [] }))).toEqual([]);
    expect(certificateProblems(early({ dob: '1990-01-10T00:00:00Z' }))).toEqual([]);
    expect(certificateProblems({ ...naat(), dob: '1899-04-20' })).toEqual([{ path: 'dob', code: 'PATTERN' }]);
    expect(certificateProblems({ ...naat(), v: [] })).toEqual([{ path: 'v,t', code: 'COUNT' }]);
  });

  it('still asks for exactly one entry', () => {
    expect(certificateProblems(early({ t: [] }))).toEqual([{ path: '', code: 'COUNT' }]);
    expect(certificateProblems(early({ r: [{}] }))).toEqual([{ path: 't,r', code: 'COUNT' }]);
  });
});
