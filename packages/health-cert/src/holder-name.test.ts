import { describe, expect, it } from 'vitest';
import { displayName } from './display-name.js';
import { holderName } from './holder-name.js';

describe("the holder's name", () => {
  it('splits a Vietnamese full name into family name and the rest', () => {
    expect(holderName({ fullName: ' Nguyễn  Văn An ' })).toEqual({
      fn: 'Nguyễn',
      fnt: 'NGUYEN',
      gn: 'Văn An',
      gnt: 'VAN<AN',
    });
  });

  it('keeps reported parts as they are, whatever the full name says', () => {
    expect(holderName({ fullName: 'X Y', familyName: 'Tôn Nữ', givenNames: 'Hỷ Khương' })).toMatchObject({
      fn: 'Tôn Nữ',
      gn: 'Hỷ Khương',
    });
  });

  it('leaves out a part that nobody has', () => {
    expect(holderName({ fullName: 'Suharto' })).toEqual({ fn: 'Suharto', fnt: 'SUHARTO' });
    expect(holderName({ givenNames: 'Hương' })).toEqual({ gn: 'Hương', gnt: 'HUONG' });
  });

  it('is written in NFC', () => {
    expect(holderName({ familyName: 'Nguyễn'.normalize('NFD') }).fn).toBe('Nguyễn'.normalize('NFC'));
  });

  it.each([
    ['NAME_MISSING', {}],
    ['NAME_MISSING', { fullName: ' ' }],
    ['NAME_NOT_TRANSLITERABLE', { familyName: '王' }],
    ['FIELD_TOO_LONG', { familyName: 'A'.repeat(81) }],
  ])('is refused with %s, and the message does not repeat it', (reason, reported) => {
    let message = '';
    try {
      holderName(reported);
    } catch (error) {
      expect(error).toMatchObject({ name: 'NotCertifiableError', reason });
      message = (error as Error).message;
    }
    expect(message).toContain(reason);
    expect(message).not.toContain('王');
  });

  it('reads family name first, and from the transliteration where it must', () => {
    expect(displayName({ fn: 'Nguyễn', gn: 'Văn An', fnt: 'NGUYEN' })).toBe('Nguyễn Văn An');
    expect(displayName({ fnt: 'DANG<THI', gn: 'Nhung' })).toBe('DANG THI Nhung');
  });
});
