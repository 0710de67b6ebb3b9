import { describe, expect, it } from 'vitest';
import { buildTestCertificate, type TestFacts } from './build-test-certificate.js';
import { NotCertifiableError } from './not-certifiable-error.js';
import { officialValueSets } from './value-sets.js';

const naat: TestFacts = {
  uvci: 'URN:UVCI:01:VN:KETQUA:ABCDEFGHIJKLMNOPQRSTUVWXYZ#1',
  country: 'VN',
  issuer: 'Sở Y tế Thành phố Hồ Chí Minh',
  fullName: 'Nguyễn Văn An',
  dateOfBirth: '1990-02-28',
  disease: '840539006',
  testType: 'LP6464-4',
  testName: 'RT-PCR',
  outcome: 'NOT_DETECTED',
  specimenCollectedAt: '2026-11-23T08:15:30.250+07:00',
  testingCentre: 'Bệnh viện Chợ Rẫy',
};
const antigen: TestFacts = { ...naat, testType: 'LP217198-3', testName: undefined, deviceId: '1065' };

function refusal(facts: object): NotCertifiableError {
  try {
    buildTestCertificate({ ...naat, ...facts } as TestFacts);
  } catch (error) {
    if (error instanceof NotCertifiableError) return error;
    throw error;
  }
  throw new Error('was certified');
}

describe('a test certificate', () => {
  it('holds the facts of a NAAT under the names of the schema', () => {
    expect(buildTestCertificate(naat)).toEqual({
      ver: '1.3.3',
      nam: { fn: 'Nguyễn', fnt: 'NGUYEN', gn: 'Văn An', gnt: 'VAN<AN' },
      dob: '1990-02-28',
      t: [
        {
          tg: '840539006',
          tt: 'LP6464-4',
          nm: 'RT-PCR',
          sc: '2026-11-23T08:15:30+07:00',
          tr: '260415000',
          tc: 'Bệnh viện Chợ Rẫy',
          co: 'VN',
          is: 'Sở Y tế Thành phố Hồ Chí Minh',
          ci: 'URN:UVCI:01:VN:KETQUA:ABCDEFGHIJKLMNOPQRSTUVWXYZ#1',
        },
      ],
    });
  });

  it('names the device of a rapid antigen test and no NAAT', () => {
    const entry = buildTestCertificate({ ...antigen, testName: 'ignored' }).t?.[0];
    expect(entry).toMatchObject({ tt: 'LP217198-3', ma: '1065' });
    expect(entry).not.toHaveProperty('nm');
  });

  it('says detected where the virus was detected', () => {
    expect(buildTestCertificate({ ...naat, outcome: 'DETECTED' }).t?.[0]?.tr).toBe('260373001');
  });

  it.each(['1990', '1990-02', '1990-02-28'])('takes the date of birth %s as it is known', (dateOfBirth) => {
    expect(buildTestCertificate({ ...naat, dateOfBirth }).dob).toBe(dateOfBirth);
  });

  it('completes a collection time without seconds and keeps its offset', () => {
    const facts = { ...naat, specimenCollectedAt: '2026-11-23T08:15+07:00' };
    expect(buildTestCertificate(facts).t?.[0]?.sc).toBe('2026-11-23T08:15:00+07:00');
  });

  it('cuts the names of test and centre, which may be long, after 80 characters', () => {
    const entry = buildTestCertificate({ ...naat, testName: 'x'.repeat(99), testingCentre: 'ế'.repeat(99) })
      .t?.[0];
    expect(entry).toMatchObject({ nm: 'x'.repeat(80), tc: 'ế'.repeat(80) });
  });

  it('is judged by newer value sets when they are given', () => {
    const newer = { ...officialValueSets, 'covid-19-lab-test-manufacturer-and-name': ['9999'] };
    expect(buildTestCertificate({ ...antigen, deviceId: '9999' }, newer).t?.[0]?.ma).toBe('9999');
    expect(() => buildTestCertificate(antigen, newer)).toThrow(NotCertifiableError);
  });

  it.each([
    ['an inconclusive outcome', { outcome: 'INCONCLUSIVE' }, 'OUTCOME_NOT_CERTIFIABLE', 'outcome'],
    [
      'an outcome named like a method of objects',
      { outcome: 'toString' },
      'OUTCOME_NOT_CERTIFIABLE',
      'outcome',
    ],
    ['a disease without a sub-claim', { disease: '86406008' }, 'DISEASE_NOT_COVERED', 'disease'],
    ['serology', { testType: 'LP38332-0' }, 'TEST_TYPE_NOT_COVERED', 'testType'],
    ['an unknown country', { country: 'XX' }, 'COUNTRY_UNKNOWN', 'country'],
    ['no country', { country: '' }, 'FIELD_MISSING', 'country'],
    ['rapid antigen without device', { ...antigen, deviceId: undefined }, 'DEVICE_MISSING', 'deviceId'],
    ['a device that is not listed', { ...antigen, deviceId: '0' }, 'DEVICE_NOT_LISTED', 'deviceId'],
    ['no name', { fullName: undefined }, 'NAME_MISSING', undefined],
    ['no birth date', { dateOfBirth: '' }, 'FIELD_MISSING', 'dateOfBirth'],
    ['30 February', { dateOfBirth: '1990-02-30' }, 'FIELD_INVALID', 'dateOfBirth'],
    ['month 13', { dateOfBirth: '1990-13' }, 'FIELD_INVALID', 'dateOfBirth'],
    ['the year 1899', { dateOfBirth: '1899' }, 'FIELD_INVALID', 'dateOfBirth'],
    ['no offset', { specimenCollectedAt: '2026-11-23T08:15:30' }, 'FIELD_INVALID', 'specimenCollectedAt'],
    ['hour 25', { specimenCollectedAt: '2026-11-23T25:15:30Z' }, 'FIELD_INVALID', 'specimenCollectedAt'],
    ['31 November', { specimenCollectedAt: '2026-11-31T08:15:30Z' }, 'FIELD_INVALID', 'specimenCollectedAt'],
    ['no issuer', { issuer: ' ' }, 'FIELD_MISSING', 'issuer'],
    ['a long issuer', { issuer: 'x'.repeat(81) }, 'FIELD_TOO_LONG', 'issuer'],
    ['no identifier', { uvci: undefined }, 'FIELD_MISSING', 'uvci'],
  ])('is refused for %s', (_name, facts, reason, field) => {
    const error = refusal(facts);
    expect({ reason: error.reason, field: error.field }).toEqual({ reason, field });
    expect(error.message).not.toMatch(/Nguy|1990|2026/);
  });
});
