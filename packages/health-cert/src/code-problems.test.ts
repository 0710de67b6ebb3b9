import { describe, expect, it } from 'vitest';
import { codeProblems } from './code-problems.js';
import { officialValueSets } from './value-sets.js';

const problems = (certificate: unknown) => codeProblems(certificate, officialValueSets);

describe('the codes of a certificate', () => {
  it('are those of the value sets', () => {
    const test = { tg: '840539006', tt: 'LP6464-4', ma: '1065', co: 'VN' };
    const vaccination = {
      tg: '840539006',
      vp: '1119349007',
      mp: 'EU/1/20/1528',
      ma: 'ORG-100030215',
      co: 'AT',
    };
    expect(problems({ t: [test] })).toEqual([]);
    expect(problems({ v: [vaccination] })).toEqual([]);
  });

  it('that no value set has are named by their path', () => {
    const strange = { tg: '1', tt: 'rcp', vp: '1', mp: 'X', ma: 'X', co: 'EL' };
    const paths = (certificate: unknown) => problems(certificate).map(({ path, code }) => `${path} ${code}`);
    expect(paths({ t: [strange] })).toEqual(['t.0.tg CODE', 't.0.tt CODE', 't.0.ma CODE', 't.0.co CODE']);
    expect(paths({ v: [strange] })).toHaveLength(5);
    expect(paths({ r: [strange] })).toEqual(['r.0.tg CODE', 'r.0.co CODE']);
  });

  it('are not asked for where there are none, or no value set', () => {
    for (const certificate of [
      null,
      'DCC',
      {},
      { t: {} },
      { t: [] },
      { t: [null] },
      { t: [{ tg: 1, ma: '' }] },
    ]) {
      expect(problems(certificate)).toEqual([]);
    }
    expect(codeProblems({ t: [{ tg: '1' }] }, {})).toEqual([]);
  });
});
