import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transliterate } from './transliterate.js';

describe('transliteration by ICAO 9303', () => {
  it.each([
    ['Nguyễn', 'NGUYEN'],
    ['Đặng Thị Hồng Nhung', 'DANG<THI<HONG<NHUNG'],
    ['Trương Quốc Ước', 'TRUONG<QUOC<UOC'],
    ['ăâêôơưđ', 'AAEOOUD'],
    ['Musterfrau-Gößinger', 'MUSTERFRAU<GOESSINGER'],
    ["d'Červenková Panklová", 'DCERVENKOVA<PANKLOVA'],
    ['Jiřina-Maria Alena', 'JIRINA<MARIA<ALENA'],
    ['François-Joan', 'FRANCOIS<JOAN'],
    ['O’Brien', 'OBRIEN'],
    ['Łukasz Þór Æsir', 'LUKASZ<THOR<AESIR'],
    ['  Lê   Văn - Tám ', 'LE<VAN<TAM'],
    ['Nguyễn Văn 2', 'NGUYEN<VAN'],
    ['王', ''],
    ['', ''],
  ])('writes %j as %j', (name, expected) => {
    expect(transliterate(name)).toBe(expected);
  });

  it('does not depend on how the diacritics are encoded', () => {
    const name = 'Nguyễn Thị Phượng Đài';
    expect(transliterate(name.normalize('NFD'))).toBe(transliterate(name.normalize('NFC')));
  });

  it('gives at most 80 of A-Z and <, never a filler at an end or two in a row, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const result = transliterate(name);
        expect(result).toMatch(/^([A-Z]+(<[A-Z]+)*)?$/);
        expect(result.length).toBeLessThanOrEqual(80);
      }),
    );
    expect(transliterate('A'.repeat(100))).toHaveLength(80);
    expect(transliterate(`${'A'.repeat(79)} B`)).toBe('A'.repeat(79));
  });
});
