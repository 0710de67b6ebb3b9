import { describe, expect, it } from 'vitest';
import { type TrustedKey, TrustList } from './trust-list.js';

const key = (overrides: Partial<TrustedKey> = {}): TrustedKey => ({
  kid: 'AQIDBAUGBwg=',
  publicKeyJwk: { kty: 'EC', crv: 'P-256' },
  algorithm: 'ES256',
  country: 'VN',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2028-01-01T00:00:00Z',
  ...overrides,
});

describe('a trust list', () => {
  it('finds every key that shares a kid', () => {
    const list = new TrustList([key(), key({ country: 'LA' }), key({ kid: 'CAcGBQQDAgE=' })]);
    expect(list.keysWithKid('AQIDBAUGBwg=').map(({ country }) => country)).toEqual(['VN', 'LA']);
    expect(list.keysWithKid('AAAAAAAAAAA=')).toEqual([]);
  });

  it.each(['', 'AQID', 'AQIDBAUGBwgJ', 'AQIDBAUGBwg', '!!!!!!!!!!!='])('refuses %j as a kid', (kid) => {
    expect(() => new TrustList([key({ kid })])).toThrow(RangeError);
  });
});
