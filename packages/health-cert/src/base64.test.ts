import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64, encodeBase64Url } from './base64.js';

describe('base64', () => {
  it('pads the standard form and leaves the URL form bare', () => {
    const bytes = new Uint8Array([0xfb, 0xff, 0xbf, 0x01]);
    expect(encodeBase64(bytes)).toBe('+/+/AQ==');
    expect(encodeBase64Url(bytes)).toBe('-_-_AQ');
  });

  it('reads back both forms, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(decodeBase64(encodeBase64(bytes))).toEqual(new Uint8Array(bytes));
        expect(decodeBase64(encodeBase64Url(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('refuses a text that is not base64', () => {
    expect(() => decodeBase64('A!B=')).toThrow();
  });
});
