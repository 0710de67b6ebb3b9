import { describe, expect, it } from 'vitest';
import { hasValidUvciChecksum, newUvci, uvciChecksum } from './uvci.js';

describe('UVCI', () => {
  it.each([
    ['URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813', 'B'],
    ['URN:UVCI:01:AT:71EE2559DE38C6BF7304FB65A1A451EC', '3'],
    ['URN:UVCI:01:AT:858CC18CFCF5965EF82F60E493349AA5', 'K'],
    ['URN:UVCI:01:AT:B5921A35D6A0D696421B3E2462178297', 'I'],
    ['URN:UVCI:01:NL:DADFCC47C7334E45A906DB12FD859FB7', '1'],
  ])('%s, issued by another country, has the checksum %s', (identifier, checksum) => {
    expect(uvciChecksum(identifier)).toBe(checksum);
    expect(hasValidUvciChecksum(`${identifier}#${checksum}`)).toBe(true);
  });

  it('names country and platform, is random, and fits a certificate', () => {
    const uvcis = Array.from({ length: 200 }, () => newUvci('VN'));
    for (const uvci of uvcis) {
      expect(uvci).toMatch(/^URN:UVCI:01:VN:KETQUA:[A-Z0-9]{26}#[A-Z0-9/:]$/);
      expect(hasValidUvciChecksum(uvci)).toBe(true);
    }
    expect(new Set(uvcis).size).toBe(200);
  });

  it('notices any single altered character', () => {
    const uvci = newUvci('VN');
    for (let index = 0; index < uvci.length; index += 1) {
      const other = uvci[index] === 'A' ? 'B' : 'A';
      expect(hasValidUvciChecksum(uvci.slice(0, index) + other + uvci.slice(index + 1))).toBe(false);
    }
  });

  it('does not vouch for a missing or doubled checksum', () => {
    expect(hasValidUvciChecksum('URN:UVCI:01:VN:X')).toBe(false);
    expect(hasValidUvciChecksum('URN:UVCI:01:VN:X#A#B')).toBe(false);
    expect(hasValidUvciChecksum('#')).toBe(false);
  });

  it('is refused a country that is not ISO 3166 alpha-2', () => {
    expect(() => newUvci('vn')).toThrow(RangeError);
    expect(() => newUvci('VNM')).toThrow(RangeError);
  });
});
